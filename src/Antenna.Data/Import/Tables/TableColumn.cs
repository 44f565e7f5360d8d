namespace Antenna.Data.Import.Tables;

/// <summary>A column of an <see cref="ImportTable"/>.</summary>
/// <param name="Index">Its position, from 0.</param>
/// <param name="Header">Its header as the file has it.</param>
public sealed record TableColumn(int Index, string Header);
