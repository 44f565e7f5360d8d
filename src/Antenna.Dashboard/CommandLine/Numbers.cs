using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Antenna.Dashboard.CommandLine;

/// <summary>Reads the numbers of options, as programs write them. The library's own message would name a type of .NET.</summary>
internal static class Numbers
{
    public static T Whole<T>(ArgumentResult argument)
        where T : struct, IBinaryInteger<T> => Parse<T>(argument, NumberStyles.AllowLeadingSign, "a whole number");

    public static double Any(ArgumentResult argument) => Parse<double>(argument, NumberStyles.Float, "a number");

    private static T Parse<T>(ArgumentResult argument, NumberStyles styles, string expected)
        where T : struct, INumberBase<T>
    {
        var text = argument.Tokens.Single().Value;
        if (T.TryParse(text, styles, CultureInfo.InvariantCulture, out var number))
            return number;

        var problem = BigInteger.TryParse(text, styles, CultureInfo.InvariantCulture, out _) ? "out of any range" : $"not {expected}";
        argument.AddError($"{((OptionResult)argument.Parent!).Option.Name}: '{text}' is {problem}.");
        return number;
    }
}
