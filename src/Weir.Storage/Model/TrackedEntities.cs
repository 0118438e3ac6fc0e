using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Weir.Storage.Model;

/// <summary>
/// What a context tracked before a transaction, to be put back when the transaction is undone and run again. What it loaded or added is
/// forgotten, and what it changed has its old values.
/// </summary>
internal sealed class TrackedEntities(ChangeTracker tracker)
{
    private readonly Row[] _rows = [.. tracker.Entries().Select(entry => new Row(entry))];

    public void Restore()
    {
        tracker.Clear();
        foreach (var row in _rows)
        {
            row.Restore(tracker.Context);
        }
    }

    private sealed class Row(EntityEntry entry)
    {
        private readonly object _entity = entry.Entity;

        private readonly EntityState _state = entry.State;

        private readonly PropertyValues _current = entry.CurrentValues.Clone();

        private readonly PropertyValues _original = entry.OriginalValues.Clone();

        /// <summary>Those that are written: for EF more than those whose value differs.</summary>
        private readonly string[] _modified = [.. entry.Properties.Where(property => property.IsModified).Select(property => property.Metadata.Name)];

        /// <summary>Keys that the database has yet to give.</summary>
        private readonly string[] _temporary = [.. entry.Properties.Where(property => property.IsTemporary).Select(property => property.Metadata.Name)];

        public void Restore(DbContext db)
        {
            var entry = db.Entry(_entity);
            entry.CurrentValues.SetValues(_current);
            foreach (var property in _temporary.Select(entry.Property))
            {
                property.CurrentValue = property.Metadata.Sentinel;
            }

            entry.State = _state == EntityState.Modified ? EntityState.Unchanged : _state;
            if (_state is EntityState.Added)
            {
                return;
            }

            entry.OriginalValues.SetValues(_original);
            foreach (var property in _modified.Select(entry.Property))
            {
                property.IsModified = true;
            }
        }
    }
}
