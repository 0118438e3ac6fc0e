using System.Buffers;

namespace Weir.Proxy.Dialects;

/// <summary>Asks an upstream how many tokens a request's input has.</summary>
/// <param name="Path">The path at the upstream.</param>
/// <param name="Body">What is sent there.</param>
internal sealed record CountQuestion(string Path, byte[] Body)
{
    /// <summary>With those properties of a request that are counted, as they stand in it.</summary>
    public static CountQuestion Of(string path, ReadOnlySpan<byte> body, RequestPeek peek)
    {
        var question = new ArrayBufferWriter<byte>(2 + peek.Counted.Sum(property => property.Length + 1));
        question.Write("{"u8);
        foreach (var property in peek.Counted)
        {
            if (question.WrittenCount > 1)
            {
                question.Write(","u8);
            }

            question.Write(body.Slice(property.Start, property.Length));
        }

        question.Write("}"u8);
        return new(path, question.WrittenSpan.ToArray());
    }
}
