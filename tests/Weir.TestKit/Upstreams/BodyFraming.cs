namespace Weir.TestKit.Upstreams;

/// <summary>How an answer says where its body ends.</summary>
public enum BodyFraming
{
    /// <summary>Chunks for a stream, a length for everything else.</summary>
    Usual,

    Chunked,

    /// <summary>A <c>content-length</c>; the answer is made whole before its head is sent.</summary>
    Length,

    /// <summary>Neither: the end of the connection is the end of the body.</summary>
    UntilClose,
}
