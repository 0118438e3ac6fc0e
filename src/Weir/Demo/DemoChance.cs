using System.Buffers.Binary;

namespace Weir.Demo;

/// <summary>Chance that can be had again: the same seed gives the same draws.</summary>
internal sealed class DemoChance(int seed)
{
#pragma warning disable CA5394 // It makes figures, and no secrets.
    private readonly Random _random = new(seed);

    /// <summary>From 0 to below 1.</summary>
    public double Share() => _random.NextDouble();

    public bool Is(double probability) => _random.NextDouble() < probability;

    public long Between(long least, long most) => _random.NextInt64(least, most + 1);

    public T Of<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>Mostly near the middle, seldom far above it, as token counts and latencies are.</summary>
    /// <param name="middle">Half of all draws are above it.</param>
    /// <param name="spread">0.5: two thirds lie between 0.6 and 1.6 times the middle.</param>
    public double Around(double middle, double spread)
    {
        // Box and Muller's normal distribution, taken as the exponent.
        var normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
        return middle * Math.Exp(spread * normal);
    }

    /// <summary>How long one waits for what comes by chance, 1 on average.</summary>
    public double Wait() => -Math.Log(1 - _random.NextDouble());

    /// <summary>An id of version 7, as those of its moment are.</summary>
    public Guid Id(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes[6..]);
        var milliseconds = at.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(milliseconds >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)milliseconds);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new(bytes, bigEndian: true);
    }

    /// <summary>An upstream's id of a request, <c>req_011C…</c>.</summary>
    public string RequestId() => string.Create(28, _random, static (text, random) =>
    {
        const string Letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        "req_011C".CopyTo(text);
        random.GetItems(Letters, text[8..]);
    });
#pragma warning restore CA5394
}
