using System.Collections.Immutable;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Reading;

/// <summary>Reads matrices, alone or with a factor before them.</summary>
internal static class MatrixReading
{
    private const int MostCells = 400;

    /// <summary>Whether the tokens are a factor and a matrix.</summary>
    public static bool IsScaled(TokenRange tokens) => Place(tokens) > 0 && tokens[^1].Is('⟧');

    /// <summary>A matrix of the given tokens, brackets included.</summary>
    /// <exception cref="UnreadableAnswerException">Its rows differ in length, or a cell can't be read.</exception>
    public static MatrixValue Read(TokenRange tokens)
    {
        var inner = tokens.Slice(1, tokens.Length - 2);
        var rows = inner.Between(inner.OutsideBrackets(token => token.Is('⏎'))).Where(row => !row.IsEmpty).Select(Row).ToImmutableArray();
        if (rows.IsEmpty || rows.Any(row => row.Length != rows[0].Length)) throw new UnreadableAnswerException("the rows of a matrix differ in length");
        if (rows.Length * rows[0].Length > MostCells) throw new UnreadableAnswerException($"a matrix has more than {MostCells} cells");
        return new(rows, tokens[0].Text.Length > 1);
    }

    /// <summary>The matrix with every cell multiplied by the factor before it.</summary>
    public static MatrixValue Scaled(TokenRange tokens)
    {
        var place = Place(tokens);
        var factor = tokens[place - 1].Is('*') ? tokens.Slice(0, place - 1) : tokens.Slice(0, place);
        var scale = factor.Length == 1 && factor[0].Is('-') ? Number.MinusOne : ExpressionParser.Parse(factor);
        var matrix = Read(tokens.Slice(place, tokens.Length - place));
        if (matrix.IsDeterminant) throw new UnreadableAnswerException("a determinant with a factor is not understood");
        return matrix with { Rows = [.. matrix.Rows.Select(row => row.Select(AnswerValue (cell) => Multiplied(cell, scale)).ToImmutableArray())] };
    }

    private static int Place(TokenRange tokens)
    {
        for (var place = 0; place < tokens.Length; place++)
            if (tokens[place] is { Kind: TokenKind.Sign, Text: ['⟦', ..] }) return place;
        return -1;
    }

    private static ImmutableArray<AnswerValue> Row(TokenRange row) =>
        [.. row.Between(row.OutsideBrackets(token => token.Is('&'))).Select(ValueParser.List)];

    private static ExpressionValue Multiplied(AnswerValue cell, Expression scale) => cell is ExpressionValue expression
        ? new ExpressionValue(Fold.Multiply(scale, expression.Expression))
        : throw new UnreadableAnswerException("a cell of a matrix is no formula");
}
