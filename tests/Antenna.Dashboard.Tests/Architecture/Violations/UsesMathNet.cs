using MathNet.Numerics;

namespace Antenna.Dashboard.Tests.Architecture.Violations;

/// <summary>Breaks the rule on libraries for maths, to show that the rule sees it.</summary>
internal static class UsesMathNet
{
    public static double Half => SpecialFunctions.Logistic(0);
}
