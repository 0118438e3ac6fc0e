using System.Text;
using Weir.Proxy.Dialects;

namespace Weir.Proxy.Bodies;

/// <summary>Gathers all that Weir changes in one body: values that are replaced, and fields that go in behind an opening brace.</summary>
internal sealed class BodyEdits
{
    private readonly List<BodyEdit> _edits = [];
    private readonly List<(ObjectPlace Into, List<string> Fields)> _missing = [];

    /// <summary>Puts JSON in the place of a value.</summary>
    public void Replace(ByteRange value, string json) => _edits.Add(new(value.Start, value.Length, Encoding.UTF8.GetBytes(json)));

    /// <summary>Puts a field, <c>"max_tokens":100</c> say, into an object that doesn't have it.</summary>
    public void Insert(ObjectPlace into, string field)
    {
        foreach (var (place, fields) in _missing)
        {
            if (place == into)
            {
                fields.Add(field);
                return;
            }
        }

        _missing.Add((into, [field]));
    }

    /// <summary>In the order of their places.</summary>
    public List<BodyEdit> ToList()
    {
        foreach (var (into, fields) in _missing)
        {
            _edits.Add(new(into.InsertAt, 0, Encoding.UTF8.GetBytes(string.Join(',', fields) + (into.IsEmpty ? "" : ","))));
        }

        _missing.Clear();
        _edits.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        return _edits;
    }
}
