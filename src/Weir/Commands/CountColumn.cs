using Spectre.Console;
using Spectre.Console.Rendering;

namespace Weir.Commands;

/// <summary>How much is done, of how much, and how quickly: <c>1,200,000 of 9,000,000 rows, 110,000/s</c>.</summary>
internal sealed class CountColumn : ProgressColumn
{
    /// <summary>The name under which a bar knows its unit.</summary>
    public const string Unit = "unit";

    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var rate = task is { IsFinished: false, Speed: > 0 } ? $", {task.Speed:N0}/s" : "";
        return new Text($"{task.Value:N0} of {task.MaxValue:N0} {task.State.Get<string>(Unit)}{rate}").RightJustified();
    }
}
