using Counts = Weir.Accounting.Usage;

namespace Weir.Demo;

/// <summary>What the turns of one activity use, one after the other.</summary>
internal sealed class DemoTurns
{
    /// <summary>Where an agent summarises its conversation and begins anew.</summary>
    private const long Compaction = 168_000;

    private readonly DemoActivity _activity;
    private readonly DemoModel _model;
    private readonly DemoChance _chance;
    private long _context;

    public DemoTurns(DemoActivity activity, DemoChance chance)
    {
        (_activity, _chance) = (activity, chance);
        _model = activity switch
        {
            DemoActivity.Agent => chance.Of([DemoModel.Opus, DemoModel.Opus, DemoModel.Sonnet, DemoModel.Sonnet, DemoModel.Sonnet]),
            DemoActivity.Chat => chance.Of([DemoModel.Sonnet, DemoModel.Opus, DemoModel.Gpt, DemoModel.Gpt, DemoModel.Haiku]),
            DemoActivity.Script => chance.Of([DemoModel.Haiku, DemoModel.Haiku, DemoModel.GptMini, DemoModel.GptMini, DemoModel.Sonnet]),
            _ => chance.Of([DemoModel.Qwen, DemoModel.Qwen, DemoModel.Gemma, DemoModel.Llama]),
        };
        _context = chance.Between(14_000, 42_000);
    }

    /// <summary>The next turn: which model is asked, what it counts, and the output cap it was sent with.</summary>
    public (DemoModel Model, Counts Usage, long Cap) Next()
    {
        switch (_activity)
        {
            case DemoActivity.Agent when _chance.Is(0.14):
                // An agent asks the small model for titles and summaries.
                return (DemoModel.Haiku, new(Tokens(700, 0.5), 0, 0, 0, Tokens(45, 0.6)), 512);
            case DemoActivity.Agent:
                return (_model, Turn(), 32_000);
            case DemoActivity.Chat:
                return (_model, new(Tokens(900, 0.9), _model.Upstream == DemoModel.Ollama || _chance.Is(0.6) ? 0 : Tokens(1_800, 0.3), 0, 0, Tokens(420, 0.7)), 4_096);
            case DemoActivity.Script:
                return (_model, new(Tokens(1_300, 0.25), 0, 0, 0, Tokens(130, 0.5)), 1_024);
            default:
                return (_model, new(Tokens(800, 0.8), 0, 0, 0, Tokens(260, 0.6)), 2_048);
        }
    }

    private Counts Turn()
    {
        if (_context > Compaction)
        {
            _context = _chance.Between(18_000, 30_000);
        }

        var (read, written, output) = (_context, Tokens(2_400, 0.9), Tokens(340, 0.8));
        _context += written + output;
        return new(_chance.Between(3, 60), read, written, 0, output);
    }

    private long Tokens(double middle, double spread) => Math.Clamp((long)_chance.Around(middle, spread), 1, 60_000);
}
