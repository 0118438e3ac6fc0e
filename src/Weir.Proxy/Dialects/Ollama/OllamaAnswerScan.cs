using System.Buffers;
using System.Buffers.Text;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>
/// Walks through one object of an answer, a line or the whole of it, that comes in pieces, and keeps nothing of it but what metering needs:
/// <code>
/// {"model":"m","message":{"role":"assistant","content":"Hi","tool_calls":[…]},"done":true,"done_reason":"stop","context":[1,2,…],
///  "prompt_eval_count":26,"eval_count":290}
/// </code>
/// Memory is bounded whatever the object's size. A text is <c>response</c> and <c>thinking</c> at the top, <c>content</c> and <c>thinking</c> of the
/// message, and all of tool calls.
/// </summary>
internal sealed class OllamaAnswerScan
{
    /// <summary>A thousand times any context window; beyond it sums could overflow.</summary>
    private const long LargestCount = 1L << 40;

    /// <summary>No name, and no value that is kept, is longer.</summary>
    private const int Longest = 32;

    private const int Top = 1;

    private const int InMessage = 2;

    private static readonly SearchValues<byte> StringEnds = SearchValues.Create("\"\\"u8);

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],:"u8);

    /// <summary>Where members have no meaning: a million numbers of an embedding are passed over at once.</summary>
    private static readonly SearchValues<byte> Brackets = SearchValues.Create("\"{}[]"u8);

    /// <summary>The name that is being read, then the value that follows it, as far as they fit.</summary>
    private readonly byte[] _kept = new byte[Longest];

    private int _keptLength;
    private int _depth;
    private int _hexLeft;
    private bool _inString;
    private bool _escaped;
    private bool _atName;
    private OllamaMember _member;
    private OllamaMember _inner;

    /// <summary>True once the closing brace of the object was read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>True when the first byte that isn't white space was no opening brace.</summary>
    public bool IsNoObject { get; private set; }

    public bool IsDone { get; private set; }

    public bool IsError { get; private set; }

    /// <summary>The model was only loaded, or unloaded.</summary>
    public bool IsLoadOnly { get; private set; }

    public long? PromptCount { get; private set; }

    public long? OutputCount { get; private set; }

    /// <summary>Of text, as it stands.</summary>
    public long TextBytes { get; private set; }

    /// <summary>The same in characters.</summary>
    public long Characters { get; private set; }

    private bool IsText => (_depth == Top && _member == OllamaMember.Text) || (_depth == InMessage && _member == OllamaMember.Message && _inner == OllamaMember.Text);

    private bool IsInCalls => _member == OllamaMember.ToolCalls || (_member == OllamaMember.Message && _inner == OllamaMember.ToolCalls);

    /// <summary>True where a colon and a comma stand between names and values that matter.</summary>
    private bool IsAmongMembers => _depth == Top || (_depth == InMessage && _member == OllamaMember.Message);

    /// <summary>Begins with another object.</summary>
    public void Reset()
    {
        (_keptLength, _depth, _hexLeft) = (0, 0, 0);
        (_inString, _escaped, _atName) = (false, false, false);
        (_member, _inner) = (OllamaMember.Other, OllamaMember.Other);
        (IsComplete, IsNoObject, IsDone, IsError, IsLoadOnly) = (false, false, false, false, false);
        (PromptCount, OutputCount) = (null, null);
        (TextBytes, Characters) = (0, 0);
    }

    /// <returns>How many of the bytes are behind the object's end.</returns>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !IsComplete && !IsNoObject)
        {
            bytes = _inString ? ReadString(bytes) : ReadStructure(bytes);
        }

        return bytes.Length;
    }

    private ReadOnlySpan<byte> ReadString(ReadOnlySpan<byte> bytes)
    {
        if (_escaped)
        {
            _escaped = false;
            // An escape is one character, whose digits are none.
            _hexLeft = bytes[0] == 'u' ? 4 : 0;
            Take(bytes[..1], characters: 1);
            return bytes[1..];
        }

        if (_hexLeft > 0)
        {
            var digits = Math.Min(_hexLeft, bytes.Length);
            _hexLeft -= digits;
            Take(bytes[..digits], characters: 0);
            return bytes[digits..];
        }

        var end = bytes.IndexOfAny(StringEnds);
        if (end < 0)
        {
            Take(bytes);
            return default;
        }

        Take(bytes[..end]);
        _escaped = bytes[end] == '\\';
        _inString = _escaped;
        Take(bytes.Slice(end, 1), characters: 0, isQuote: !_escaped);
        return bytes[(end + 1)..];
    }

    private ReadOnlySpan<byte> ReadStructure(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOfAny(IsAmongMembers ? Structure : Brackets);
        if (_depth == 0)
        {
            IsNoObject = bytes[..(at < 0 ? bytes.Length : at)].ContainsAnyExcept(" \t\r\n"u8) || (at >= 0 && bytes[at] != '{');
        }

        if (at < 0)
        {
            TakeStructure(bytes);
            return default;
        }

        TakeStructure(bytes[..at]);
        var mark = bytes[at];
        switch (mark)
        {
            case (byte)'"':
                _inString = true;
                Take(bytes.Slice(at, 1), characters: 0, isQuote: true);
                return bytes[(at + 1)..];
            case (byte)'{' or (byte)'[':
                _depth++;
                BeginMembers(mark);
                break;
            case (byte)'}' or (byte)']':
                EndValue();
                TakeStructure(bytes.Slice(at, 1));
                _depth--;
                IsComplete = _depth == 0;
                return bytes[(at + 1)..];
            case (byte)':' when _atName:
                BeginValue();
                return bytes[(at + 1)..];
            case (byte)',' when IsAmongMembers:
                EndValue();
                _atName = true;
                return bytes[(at + 1)..];
        }

        TakeStructure(bytes.Slice(at, 1));
        return bytes[(at + 1)..];
    }

    /// <summary>A bracket has been opened.</summary>
    private void BeginMembers(byte bracket)
    {
        if (_depth == InMessage && _member == OllamaMember.Error)
        {
            // An error that is more than a sentence.
            IsError = true;
        }

        if (_depth == InMessage && _member == OllamaMember.Message && bracket != '{')
        {
            _member = OllamaMember.Other;
        }

        _atName = IsAmongMembers;
        _keptLength = 0;
    }

    /// <summary>A name has ended, and its value begins.</summary>
    private void BeginValue()
    {
        _atName = false;
        var member = _keptLength > Longest ? OllamaMember.Other : OllamaMembers.Named(_kept.AsSpan(0, _keptLength), _depth == InMessage);
        _keptLength = 0;
        if (_depth == Top)
        {
            (_member, _inner) = (member, OllamaMember.Other);
        }
        else
        {
            _inner = member;
        }
    }

    /// <summary>A value at the top has ended: what is kept of it is the whole of it, unless that is longer than any that counts.</summary>
    private void EndValue()
    {
        if (_depth == Top && !_atName)
        {
            var value = _kept.AsSpan(0, Math.Min(_keptLength, Longest)).Trim(" \t\r\n"u8);
            switch (_member)
            {
                case OllamaMember.Done:
                    IsDone = value.SequenceEqual("true"u8);
                    break;
                case OllamaMember.DoneReason:
                    IsLoadOnly = value.SequenceEqual("\"load\""u8) || value.SequenceEqual("\"unload\""u8);
                    break;
                case OllamaMember.PromptCount:
                    PromptCount = Count(value);
                    break;
                case OllamaMember.OutputCount:
                    OutputCount = Count(value);
                    break;
                case OllamaMember.Error:
                    IsError |= !value.IsEmpty && !value.SequenceEqual("null"u8);
                    break;
            }

            _member = OllamaMember.Other;
        }

        _keptLength = 0;
    }

    /// <summary>A count that isn't a whole number of tokens that can be is no count.</summary>
    private static long? Count(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out long count, out var length) && length == value.Length && count is >= 0 and <= LargestCount ? count : null;

    /// <summary>Takes a part of a string.</summary>
    private void Take(ReadOnlySpan<byte> part, long? characters = null, bool isQuote = false)
    {
        if (_atName)
        {
            Keep(isQuote ? default : part);
        }
        else if (IsInCalls || (IsText && !isQuote))
        {
            TextBytes += part.Length;
            Characters += isQuote ? 1 : characters ?? JsonText.PlainCharacters(part);
        }
        else if (_depth == Top)
        {
            Keep(part);
        }
    }

    /// <summary>Takes what stands between strings.</summary>
    private void TakeStructure(ReadOnlySpan<byte> part)
    {
        // The array itself is no output, and may be empty.
        if (IsInCalls && _depth > (_member == OllamaMember.ToolCalls ? Top : InMessage) + 1)
        {
            TextBytes += part.Length;
            Characters += part.Length;
        }
        else if (_depth == Top && !_atName)
        {
            Keep(part);
        }
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (_keptLength + part.Length <= Longest)
        {
            part.CopyTo(_kept.AsSpan(_keptLength));
        }

        _keptLength = Math.Min(_keptLength + part.Length, Longest + 1);
    }
}
