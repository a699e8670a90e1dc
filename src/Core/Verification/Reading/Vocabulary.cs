using System.Collections.Frozen;

namespace Rollouts.Core.Verification.Reading;

/// <summary>What characters, LaTeX commands and plain names mean.</summary>
internal static class Vocabulary
{
    /// <summary>Commands that change how something looks and nothing else.</summary>
    public static readonly FrozenSet<string> Ornaments = FrozenSet.Create(
        "left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr",
        "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "quad", "qquad", "phantom", "vphantom", "hphantom", "rm", "bf",
        "it", "large", "Large", "boxed", "fbox", "boldsymbol", "bm", "mathstrut", "strut", "enspace", "thinspace", "hfill", "nonumber",
        "mathbf", "mathit", "mathsf", "mathtt", "emph", "displaylimits", "ensuremath", "!", ",", ";", ":", ">", " ", "(", ")", "[", "]",
        "/", "\n");

    /// <summary>Commands whose braces hold prose.</summary>
    public static readonly FrozenSet<string> Prose = FrozenSet.Create(
        "text", "textbf", "textit", "textrm", "textsf", "texttt", "textnormal", "mbox", "hbox", "mathrm", "operatorname", "textsc", "underline");

    /// <summary>Other spellings of a command.</summary>
    public static readonly FrozenDictionary<string, string> Commands = new Dictionary<string, string>
    {
        ["dfrac"] = "frac", ["tfrac"] = "frac", ["cfrac"] = "frac", ["nicefrac"] = "frac", ["sfrac"] = "frac", ["dbinom"] = "binom",
        ["tbinom"] = "binom", ["varphi"] = "phi", ["varepsilon"] = "epsilon", ["vartheta"] = "theta", ["widehat"] = "hat",
        ["asin"] = "arcsin", ["acos"] = "arccos", ["atan"] = "arctan", ["ldots"] = "dots", ["cdots"] = "dots", ["dotsc"] = "dots",
        ["infinity"] = "infty", ["inf"] = "infty", ["oo"] = "infty", ["lg"] = "log", ["cosec"] = "csc"
    }.ToFrozenDictionary();

    /// <summary>Commands that are one sign.</summary>
    public static readonly FrozenDictionary<string, char> Signs = new Dictionary<string, char>
    {
        ["cdot"] = '*', ["times"] = '*', ["ast"] = '*', ["div"] = '/', ["le"] = '≤', ["leq"] = '≤', ["leqslant"] = '≤', ["leqq"] = '≤',
        ["ge"] = '≥', ["geq"] = '≥', ["geqslant"] = '≥', ["geqq"] = '≥', ["lt"] = '<', ["gt"] = '>', ["ne"] = '≠', ["neq"] = '≠',
        ["cup"] = '∪', ["bigcup"] = '∪', ["cap"] = '∩', ["bigcap"] = '∩', ["setminus"] = '∖', ["backslash"] = '∖', ["smallsetminus"] = '∖',
        ["in"] = '∈', ["pm"] = '±', ["mp"] = '∓', ["{"] = '⦃', ["}"] = '⦄', ["lbrace"] = '⦃', ["rbrace"] = '⦄', ["langle"] = '⟨',
        ["rangle"] = '⟩', ["lvert"] = '|', ["rvert"] = '|', ["vert"] = '|', ["mid"] = '|', ["|"] = '‖', ["Vert"] = '‖', ["lVert"] = '‖',
        ["rVert"] = '‖', ["approx"] = '≈', ["simeq"] = '≈', ["colon"] = ':', ["degree"] = '°', ["prime"] = '\'', ["emptyset"] = '∅',
        ["varnothing"] = '∅', ["%"] = '%', ["\\"] = '⏎', ["lbrack"] = '[', ["rbrack"] = ']', ["lparen"] = '(', ["rparen"] = ')',
        ["&"] = '&', ["_"] = '_', ["$"] = '$', ["pounds"] = '£', ["euro"] = '€', ["vee"] = '∨', ["lor"] = '∨', ["wedge"] = '∧',
        ["land"] = '∧'
    }.ToFrozenDictionary();

    /// <summary>Characters that mean the same as another.</summary>
    public static readonly FrozenDictionary<char, char> Characters = new Dictionary<char, char>
    {
        ['−'] = '-', ['–'] = '-', ['—'] = '-', ['×'] = '*', ['·'] = '*', ['⋅'] = '*', ['∗'] = '*', ['÷'] = '/', ['∕'] = '/', ['⁄'] = '/',
        ['º'] = '°', ['∣'] = '|', ['’'] = '\'', ['′'] = '\'', ['（'] = '(', ['）'] = ')', ['，'] = ',', ['：'] = ':', ['＝'] = '=', ['；'] = ';',
        ['。'] = '.', ['〈'] = '⟨', ['〉'] = '⟩'
    }.ToFrozenDictionary();

    /// <summary>Characters that mean the same as a longer spelling.</summary>
    public static readonly FrozenDictionary<char, string> Spellings = new Dictionary<char, string>
    {
        ['¢'] = " cents ", ['ℝ'] = "\\mathbb{R}",
        ['²'] = "^{2}", ['³'] = "^{3}", ['¹'] = "^{1}", ['⁴'] = "^{4}", ['½'] = "\\frac{1}{2}", ['¼'] = "\\frac{1}{4}",
        ['¾'] = "\\frac{3}{4}", ['⅓'] = "\\frac{1}{3}", ['⅔'] = "\\frac{2}{3}", ['⅛'] = "\\frac{1}{8}", ['√'] = " sqrt ", ['π'] = "\\pi ",
        ['∞'] = "\\infty ", ['θ'] = "\\theta ", ['α'] = "\\alpha ", ['β'] = "\\beta ", ['γ'] = "\\gamma ", ['λ'] = "\\lambda ",
        ['ω'] = "\\omega ", ['φ'] = "\\phi ", ['⌊'] = "\\lfloor ", ['⌋'] = "\\rfloor ", ['⌈'] = "\\lceil ", ['⌉'] = "\\rceil "
    }.ToFrozenDictionary();

    /// <summary>Names that mean something without a backslash.</summary>
    public static readonly FrozenSet<string> PlainNames = FrozenSet.Create(
        "sqrt", "cbrt", "pi", "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "asin", "acos", "atan", "sinh",
        "cosh", "tanh", "ln", "log", "exp", "abs", "floor", "ceil", "inf", "infty", "infinity", "oo", "theta", "alpha", "beta", "gamma",
        "lambda", "omega", "phi", "binom");

    /// <summary>Matrix environments; true for those between bars.</summary>
    public static readonly FrozenDictionary<string, bool> Matrices = new Dictionary<string, bool>
    {
        ["matrix"] = false, ["pmatrix"] = false, ["bmatrix"] = false, ["Bmatrix"] = false, ["smallmatrix"] = false, ["array"] = false,
        ["psmallmatrix"] = false, ["vmatrix"] = true, ["Vmatrix"] = true
    }.ToFrozenDictionary();
}
