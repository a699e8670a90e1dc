using System.Text.Json;
using Rollouts.Core.Tokenization.Templates;

namespace Rollouts.Core.Tests.Tokenization;

public sealed class ChatTemplateTests
{
    [Theory]
    [InlineData("{% for m in messages %}\n  {{ m.role }}\n{% endfor %}\nend\n", "  user\n  assistant\nend")]
    [InlineData("a\n  {% if true %}b{% endif %}\n  {{- ' c' }}  {#- d #}", "a\nb c")]
    [InlineData("{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{% set x = 1 %}{% endfor %}{{ ns.n }}{{ x }}", "2")]
    [InlineData("{% macro tag(name, open=true) %}<{{ '' if open else '/' }}{{ name }}>{% endmacro %}{{ tag('b') ~ tag('b', open=false) }}", "<b></b>")]
    [InlineData("{{ messages[1:][0].content[::-1] }}{{ messages[-1].content[:2] }}{{ messages[5] is defined }}", "oùéhhéFalse")]
    [InlineData("{% for m in messages %}{{ loop.index0 }}{{ loop.last }}{{ loop.nextitem is defined }}{% if loop.first %}{% continue %}{% endif %};{% endfor %}", "0FalseTrue1TrueFalse;")]
    [InlineData("{{ {'b': [1, 2.0, none, true], 'a': 'é\"'} | tojson }}", "{\"b\": [1, 2.0, null, true], \"a\": \"é\\\"\"}")]
    [InlineData("{{ '<think>a</think>b'.split('</think>')[-1].lstrip('\\n') }}{{ ' x ' | trim }}{{ 'a😀'|length }}", "bx2")]
    [InlineData("{{ 7 // 2 }} {{ -7 % 3 }} {{ 6 / 2 }} {{ 'x' * 3 }} {{ [1] + [2] }} {{ 1 < 2 < 3 }}", "3 2 3.0 xxx [1, 2] True")]
    [InlineData("{% generation %}{{ messages[0].content }}{% endgeneration %}{{ tools is none }}{{ undefined_name }}", "héTrue")]
    [InlineData("{{ strftime_now('%d %b %Y') }}", "26 Jul 2024")]
    public void Templates_mean_what_they_mean_to_the_reference(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{{ raise_exception('roles must alternate') }}", "roles must alternate")]
    [InlineData("{{ messages[9].role }}", "has no '9'")]
    [InlineData("{{ 'a' + 1 }}", "not possible between str and int")]
    [InlineData("{{ messages.append(1) }}", "must not do")]
    [InlineData("{{ 'a'.__class__.__mro__ }}", "has no '__class__'")]
    [InlineData("{% include '/etc/passwd' %}", "'include' is not supported")]
    [InlineData("{{ 'a' | shell }}", "no filter 'shell'")]
    [InlineData("{% if true %}", "expected a BlockBegin")]
    [InlineData("{{ 'a' ", "not closed")]
    public void What_the_reference_refuses_is_refused(string template, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidInputException>(() => Render(template)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")]
    [InlineData("{{ 'x' * 99999999999 }}")]
    [InlineData("{% set ns = namespace(x='ab') %}{% for i in range(999) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}")]
    [InlineData("{% set ns = namespace(x=[1]) %}{% for i in range(999) %}{% set ns.x = ns.x + ns.x %}{% endfor %}")]
    [InlineData("{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}")]
    [InlineData("{{ 'aaaaaaaa' | replace('', 'x' * 9999999) }}")]
    [InlineData("{{ 2 ** 9999999999 }}")]
    [InlineData("{{ range(9999999999) }}")]
    [InlineData("{{ '%9999999999d' % 1 }}")]
    public void A_template_without_measure_is_ended(string template) => Assert.Throws<InvalidInputException>(() => Render(template));

    [Fact]
    public void Nesting_without_end_is_an_error_and_not_a_crash()
    {
        Assert.Throws<InvalidInputException>(() => Render("{{ " + new string('(', 1_000_000) + " }}"));
        Assert.Throws<InvalidInputException>(() => Render("{{ 1" + string.Concat(Enumerable.Repeat("+1", 1_000_000)) + " }}"));
        Assert.Throws<InvalidInputException>(() => Render(string.Concat(Enumerable.Repeat("{% if true %}", 100_000))));
    }

    private static string Render(string template) => new ChatTemplate(template, new Clock()).Render(JsonSerializer.Deserialize<JsonElement>(
        """{"messages": [{"role": "user", "content": "hé"}, {"role": "assistant", "content": "héùo"}], "bos_token": "<s>"}"""));

    private sealed class Clock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2024, 7, 26, 0, 0, 0, TimeSpan.Zero);
    }
}
