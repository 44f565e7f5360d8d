using System.Globalization;
using System.Text;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>
/// The parameters of an address, on their way out or in: each call names one of them, and returns its value as a reader of
/// the address gets it. Writing, that is the value given; reading, the one that the address has. So that an address passes
/// its state through here once, and is written and read by the same names.
/// </summary>
/// <remarks>
/// Anybody can write an address by hand: what is no value of a parameter is ignored, as if it were not there, and never
/// an error (<see cref="AddressValue"/>).
/// </remarks>
public abstract class AddressParameters
{
    public long? Id(string name, long? value) => Value(name, value, Invariant, AddressValue.Id);

    public int? Count(string name, int? value) => Value(name, value, Invariant, AddressValue.Count);

    public double? Number(string name, double? value) => Value(name, value, Invariant, AddressValue.Number);

    public DateOnly? Date(string name, DateOnly? value) =>
        Value(name, value, date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), AddressValue.Date);

    public virtual string? Text(string name, string? value) => AddressValue.Text(One(name, AddressValue.Text(value)));

    /// <summary>Yes or no; null for neither.</summary>
    public bool? YesOrNo(string name, bool? value) => Value(name, value, yes => yes ? "yes" : "no", AddressValue.YesOrNo);

    /// <summary>A constant, or none.</summary>
    public T? Choice<T>(string name, T? value)
        where T : struct, Enum => Value(name, value, constant => AddressValue.Word(constant), AddressValue.Constant<T>);

    /// <summary>A constant; the usual one is left out.</summary>
    public T Choice<T>(string name, T value, T usual)
        where T : struct, Enum => Choice(name, EqualityComparer<T>.Default.Equals(value, usual) ? null : (T?)value) ?? usual;

    /// <summary>Any number of ids, each a parameter of that name.</summary>
    public IReadOnlyList<long> Ids(string name, IReadOnlyList<long> values) =>
        [.. Pass(name, [.. values.Select(id => Invariant(id))]).Select(AddressValue.Id).OfType<long>()];

    /// <summary>Any number of texts, each a parameter of that name.</summary>
    public IReadOnlyList<string> Texts(string name, IReadOnlyList<string> values) =>
        [.. Pass(name, [.. values.Select(AddressValue.Text).OfType<string>()]).Select(AddressValue.Text).OfType<string>()];

    /// <summary>The address of another page, or none.</summary>
    public TAddress? Page<TAddress>(string name, TAddress? value)
        where TAddress : PageAddress<TAddress>, IPageAddress<TAddress> =>
        One(name, value?.ToString()) is { } address ? PageAddress.Parse<TAddress>(address) : null;

    /// <summary>Any other value, null where there is none.</summary>
    public virtual T? Value<T>(string name, T? value, Func<T, string> write, Func<string?, T?> read)
        where T : struct => read(One(name, value is { } given ? write(given) : null));

    /// <summary>Writes the values of a parameter, and returns them, or reads those that it has.</summary>
    protected abstract IReadOnlyList<string> Pass(string name, IReadOnlyList<string> values);

    private string? One(string name, string? value) => Pass(name, value is null ? [] : [value]) is [var first, ..] ? first : null;

    private static string Invariant<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>Writes the parameters of an address behind its path.</summary>
internal sealed class AddressWriter(string path) : AddressParameters
{
    private readonly StringBuilder _address = new(path);
    private char _separator = '?';

    public override string ToString() => _address.ToString();

    protected override IReadOnlyList<string> Pass(string name, IReadOnlyList<string> values)
    {
        foreach (var value in values)
        {
            _address.Append(_separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _separator = '&';
        }

        return values;
    }
}

/// <summary>Reads the parameters that an address has.</summary>
/// <param name="query">What follows the question mark.</param>
internal sealed class AddressReader(string query) : AddressParameters
{
    private readonly ILookup<string, string> _values = query.Split('&')
        .Select(pair => pair.Split('=', 2))
        .ToLookup(pair => Decode(pair[0]), pair => pair is [_, var value] ? Decode(value) : "", StringComparer.OrdinalIgnoreCase);

    protected override IReadOnlyList<string> Pass(string name, IReadOnlyList<string> values) => [.. _values[name]];

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
