namespace Weir.Live;

/// <summary>Which lines somebody wants to see; what is null lets all through. Before its model and upstream are known, a request passes.</summary>
internal sealed record LiveFilter(Guid? User, string? Model, string? Upstream)
{
    public bool Passes(Guid? user, string? model, string? upstream) =>
        (User is null || user == User)
        && (Model is null || model is null || model == Model)
        && (Upstream is null || upstream is null || upstream == Upstream);
}
