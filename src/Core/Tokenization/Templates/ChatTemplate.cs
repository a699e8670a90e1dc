using System.Text.Json;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>A checkpoint's chat template: Jinja in the dialect and with the functions that the reference library gives it. Thread-safe.</summary>
/// <remarks>A template comes from outside and is not trusted: it sees the values it is given and nothing else, can change none of them,
/// and is ended when it takes too long, writes too much or goes too deep.</remarks>
public sealed class ChatTemplate
{
    private readonly TemplateStatement _body;
    private readonly TimeProvider _time;

    /// <summary>Reads a template.</summary>
    /// <param name="source">Its text.</param>
    /// <param name="time">The clock of <c>strftime_now</c>; null = the machine's.</param>
    /// <exception cref="InvalidInputException">It is not well-formed, or uses what a chat template can't; the message says what and where.</exception>
    public ChatTemplate(string source, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        _time = time ?? TimeProvider.System;
        try
        {
            _body = StatementParser.Read(source);
        }
        catch (TemplateException error)
        {
            throw new InvalidInputException($"The chat template can't be read: {error.Message} Expected Jinja as the checkpoint's own library renders it; correct the template.", error);
        }
    }

    /// <summary>Renders the template.</summary>
    /// <param name="variables">An object: <c>messages</c>, <c>add_generation_prompt</c>, <c>bos_token</c>, <c>tools</c> and whatever else the template asks for.
    /// <c>tools</c> and <c>documents</c> are none where they are not given.</param>
    /// <exception cref="InvalidInputException">The template raised an error, or was ended; the message says why.</exception>
    public string Render(JsonElement variables)
    {
        var scope = new Scope(null, new());
        scope.Set("tools", null);
        scope.Set("documents", null);
        scope.Set("strftime_now", DateText.Now(_time));
        foreach (var property in variables.EnumerateObject()) scope.Set(property.Name, JsonValues.Of(property.Value));
        try
        {
            return Statements.Text(scope, _body);
        }
        catch (Exception error) when (error is TemplateException or ArgumentException or OverflowException)
        {
            throw new InvalidInputException($"The chat template can't be rendered: {error.Message} Give it messages of the kind it expects, or choose another template.", error);
        }
    }
}
