using Weir.Requests;

namespace Weir.Live;

/// <summary>An exchange on the live page, as it stands.</summary>
/// <param name="Exchange">Its id.</param>
/// <param name="At">When it was first heard of.</param>
/// <param name="Latest">What was last heard of it.</param>
internal sealed record LiveRow(string Exchange, DateTimeOffset At, LiveLine Latest)
{
    public string Words => Latest.Stage switch
    {
        "arrived" => "Arrived",
        "sent" => "Sent",
        "first_byte" => "Answering",
        "refused" => "Refused",
        _ => OutcomeText.Of(Latest.Outcome ?? ""),
    };

    public string Class => Latest.Stage switch
    {
        "refused" => "badge bad",
        "ended" => OutcomeText.Class(Latest.Outcome ?? ""),
        _ => "badge",
    };

    /// <summary>The same with what came later.</summary>
    public LiveRow With(LiveLine line) => this with { Latest = line with { Username = line.Username ?? Latest.Username, Model = line.Model ?? Latest.Model, Upstream = line.Upstream ?? Latest.Upstream, FirstByteMicroseconds = line.FirstByteMicroseconds ?? Latest.FirstByteMicroseconds } };

    public bool Has(string text) =>
        Is(Latest.Username, text) || Is(Latest.Model, text) || Is(Latest.Upstream, text) || Is(Words, text);

    private static bool Is(string? value, string text) => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
