using System.Globalization;
using Antenna.Core.Detections;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.Detections;

public sealed class DetectionSizeTests
{
    private static readonly SizeFilterSettings Default = SizeFilterSettings.Default;

    [Theory]
    [InlineData(0, 0, 8, 10, SizeVerdict.LargeEnough)] // Just the fraction: 80 of 100,000 px.
    [InlineData(0, 0, 8, 9.999, SizeVerdict.TooSmall)]
    [InlineData(50, 900, 58, 910, SizeVerdict.LargeEnough)]
    [InlineData(0, 0, 100, 1000, SizeVerdict.LargeEnough)]
    public void A_box_that_covers_less_than_the_fraction_is_too_small(double x1, double y1, double x2, double y2, SizeVerdict expected) =>
        Assert.Equal(expected, DetectionSize.Of((x1, y1, x2, y2), 100, 1000).Judge(Default));

    [Theory]
    [InlineData(-8, 0, 8, 10, 0.0008)]
    [InlineData(92, 990, 900, 4000, 0.0008)]
    [InlineData(-5, -5, 105, 1005, 1)]
    public void What_lies_outside_of_the_capture_covers_nothing_of_it(double x1, double y1, double x2, double y2, double fraction) =>
        Assert.Equal(fraction, DetectionSize.Of((x1, y1, x2, y2), 100, 1000).Fraction);

    [Theory]
    [InlineData(8, 0, 8, 10)]
    [InlineData(8, 0, 4, 10)]
    [InlineData(0, 10, 8, 10)]
    [InlineData(100, 0, 108, 10)]
    [InlineData(-8, 0, 0, 10)]
    [InlineData(double.NaN, 0, 8, 10)]
    [InlineData(0, 0, double.PositiveInfinity, 10)]
    [InlineData(0, double.NegativeInfinity, 8, 10)]
    public void A_box_that_covers_nothing_or_is_no_number_is_skipped_as_invalid(double x1, double y1, double x2, double y2)
    {
        var size = DetectionSize.Of((x1, y1, x2, y2), 100, 1000);

        Assert.Null(size.Fraction);
        Assert.Equal(SizeVerdict.InvalidBox, size.Judge(Default));
    }

    [Theory]
    [InlineData(null, 1000)]
    [InlineData(100, null)]
    [InlineData(0, 1000)]
    [InlineData(100, -1)]
    public void A_capture_of_unknown_size_is_skipped(int? width, int? height) =>
        Assert.Equal(SizeVerdict.NoDimensions, DetectionSize.Of((0, 0, 8, 10), width, height).Judge(Default));

    [Theory]
    [InlineData(100)]
    [InlineData(null)]
    public void A_detection_without_a_box_is_skipped_as_that_whatever_else_is_missing(int? width) =>
        Assert.Equal(SizeVerdict.NoBox, DetectionSize.Of(null, width, 1000).Judge(Default));

    [Fact]
    public void The_largest_capture_has_an_area() =>
        Assert.Equal(0.25, DetectionSize.Of((0, 0, int.MaxValue / 2d, int.MaxValue / 2d), int.MaxValue, int.MaxValue).Fraction);

    [Fact]
    public void A_box_with_a_size_covers_a_part_of_its_capture_that_grows_with_it() =>
        Gen.Select(Gen.Double[-200, 1200], Gen.Double[-200, 1200], Gen.Double[1, 900], Gen.Double[1, 900]).Sample((x, y, width, height) =>
        {
            var size = DetectionSize.Of((x, y, x + width, y + height), 1000, 800);
            var wider = DetectionSize.Of((x, y, x + (2 * width), y + height), 1000, 800);

            Assert.True(size.Fraction is null or (> 0 and <= 1));
            Assert.True((wider.Fraction ?? 0) >= (size.Fraction ?? 0));
        });

    [Theory]
    [InlineData(null, 0.0008)]
    [InlineData(" ", 0.0008)]
    [InlineData("0.01", 0.01)]
    [InlineData(" .5 ", 0.5)]
    [InlineData("1e-9", 1e-9)]
    public void A_fraction_is_read_and_written(string? text, double expected)
    {
        Assert.Empty(SizeFilterSettings.TryRead(text, out var settings));

        Assert.Equal(expected, settings!.Fraction);
        Assert.Equal(expected, double.Parse(settings.Text, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("-0.1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0,5")]
    [InlineData("small")]
    public void A_fraction_is_above_0_and_below_1(string text)
    {
        var problem = Assert.Single(SizeFilterSettings.TryRead(text, out var settings));

        Assert.Null(settings);
        Assert.Equal(SizeFilterSettings.ThresholdField, problem.Field);
        Assert.Contains(text, problem.Message, StringComparison.Ordinal);
        Assert.Contains("0.0008", problem.Message, StringComparison.Ordinal);
    }
}
