using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Antenna.Dashboard.SignIn;

/// <summary>
/// Seals texts with a secret: AES-256-GCM, with a key that HKDF makes of it. The secret has to be long and random, because
/// one who has a sealed text may try secrets as fast as a machine can.
/// </summary>
internal sealed class KeySeal(string secret)
{
    private const int KeySize = 32;
    private const int TagSize = 16;
    private const int NonceSize = 12;

    private static readonly byte[] Purpose = "Antenna.Dashboard/cookie-keys/1"u8.ToArray();

    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), KeySize, info: Purpose);

    /// <summary>The nonce, the tag and the encrypted text, one after the other.</summary>
    public byte[] Seal(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var whole = new byte[NonceSize + TagSize + plain.Length];
        var nonce = whole.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(nonce, plain, whole.AsSpan(NonceSize + TagSize), whole.AsSpan(NonceSize, TagSize));
        return whole;
    }

    /// <summary>False where it was sealed with another secret, or changed since.</summary>
    public bool TryOpen(ReadOnlySpan<byte> whole, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (whole.Length < NonceSize + TagSize)
            return false;
        var plain = new byte[whole.Length - NonceSize - TagSize];
        using var aes = new AesGcm(_key, TagSize);
        try
        {
            aes.Decrypt(whole[..NonceSize], whole[(NonceSize + TagSize)..], whole.Slice(NonceSize, TagSize), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        text = Encoding.UTF8.GetString(plain);
        return true;
    }
}
