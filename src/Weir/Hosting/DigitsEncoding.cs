using System.Text;

namespace Weir.Hosting;

/// <summary>
/// Reads a <c>Content-Length</c> strictly: whatever is no digit becomes a character that no number has. Kestrel by itself reads <c>+4</c> as 4, where
/// a proxy in front may read something else (RFC 9110, 8.6: <c>Content-Length = 1*DIGIT</c>).
/// </summary>
internal sealed class DigitsEncoding : Encoding
{
    public static DigitsEncoding Instance { get; } = new();

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        throw new NotSupportedException("Request headers are only read.");

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var i = 0; i < byteCount; i++)
        {
            chars[charIndex + i] = bytes[byteIndex + i] is >= (byte)'0' and <= (byte)'9' and var digit ? (char)digit : '?';
        }

        return byteCount;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}
