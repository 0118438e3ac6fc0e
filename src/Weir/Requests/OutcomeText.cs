namespace Weir.Requests;

/// <summary>How an attempt ended, as people say it.</summary>
internal static class OutcomeText
{
    public static string Of(string outcome) => outcome switch
    {
        "completed" => "Completed",
        "upstream_error" => "Upstream error",
        "upstream_unreachable" => "Upstream unreachable",
        "upstream_timed_out" => "Upstream timed out",
        "upstream_cut" => "Upstream broke off",
        "upstream_garbled" => "Upstream answered nonsense",
        "client_gone" => "Caller left",
        "gateway_stopped" => "Weir stopped",
        "gateway_fault" => "Fault in Weir",
        "gateway_refused" => "Refused by Weir",
        _ => outcome,
    };

    /// <summary>The class of its badge.</summary>
    public static string Class(string outcome) => outcome switch
    {
        "completed" => "badge good",
        "client_gone" => "badge warn",
        _ => "badge bad",
    };
}
