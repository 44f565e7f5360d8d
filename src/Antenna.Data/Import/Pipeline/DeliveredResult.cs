namespace Antenna.Data.Import.Pipeline;

/// <summary>The numbers and labels of one result as delivered; used over and over, so that they are no garbage.</summary>
internal sealed class DeliveredResult
{
    /// <summary>The winner's label.</summary>
    public string? Label { get; set; }

    /// <summary>What <see cref="Scores"/> are scores of, where they are not those of all classes.</summary>
    public List<string> Labels { get; } = [];

    public List<double> Scores { get; } = [];

    public List<float> Logits { get; } = [];

    public void Clear()
    {
        Label = null;
        Labels.Clear();
        Scores.Clear();
        Logits.Clear();
    }
}
