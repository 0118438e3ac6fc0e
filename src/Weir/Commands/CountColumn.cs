using Spectre.Console;
using Spectre.Console.Rendering;

namespace Weir.Commands;

/// <summary>How much is done, of how much, and how quickly: <c>1,200,000 of 9,000,000, 110,000/s</c>.</summary>
internal sealed class CountColumn : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var rate = task is { IsFinished: false, Speed: > 0 } ? $", {task.Speed:N0}/s" : "";
        return new Text($"{task.Value:N0} of {task.MaxValue:N0}{rate}").RightJustified();
    }
}
