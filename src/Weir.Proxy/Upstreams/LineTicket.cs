using Weir.Accounting;

namespace Weir.Proxy.Upstreams;

/// <summary>A place at an upstream, or in the line for one. To be disposed however the exchange ends: it makes room for the next.</summary>
internal sealed class LineTicket(UpstreamLine line, UserId user, string model) : IDisposable
{
    // Continuations run elsewhere: whoever makes room has its own caller to serve.
    private readonly TaskCompletionSource _admission = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public UserId User => user;

    /// <summary>The model that is waited for, as the caller named it.</summary>
    public string Model => model;

    /// <summary>Completes when it is this one's turn.</summary>
    public Task Admission => _admission.Task;

    public bool IsAdmitted => _admission.Task.IsCompleted;

    /// <summary>How many of the line come before it and including it: 1 is next, 0 is in.</summary>
    public int Position => line.PositionOf(this);

    /// <summary>Under the line's lock.</summary>
    internal bool IsGone { get; set; }

    public void Dispose() => line.Leave(this);

    internal void Admit() => _admission.SetResult();
}
