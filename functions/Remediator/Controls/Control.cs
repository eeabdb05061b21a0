using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Remediator.Controls;

/// <summary>Something that a person has said about what the engine may do, in force from the next event on: a closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Pause), "pause")]
[JsonDerivedType(typeof(ModeOverride), "mode")]
[JsonDerivedType(typeof(Exemption), "exempt")]
[JsonDerivedType(typeof(FreezeWindow), "freeze")]
[JsonDerivedType(typeof(Budget), "budget")]
[JsonDerivedType(typeof(ProtectedResource), "protect")]
public abstract record Control
{
    private protected Control()
    {
    }

    /// <summary>Follows from what it says, so that saying it again replaces it.</summary>
    [JsonIgnore]
    public abstract string Id { get; }

    /// <summary>What it says, as part of a sentence.</summary>
    [JsonIgnore]
    public abstract string Says { get; }

    /// <summary>Who set it.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Why { get; init; }

    /// <summary>When it was set.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it ends by itself; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    public virtual bool IsInForce(DateTimeOffset now) => Until is not { } until || now < until;

    /// <summary>For people: what, who, when, until when and why.</summary>
    public string Tell() => $"{Says} (set by {By} at {Utc(At)}{(Until is { } until ? $", until {Utc(until)}" : "")}: {Why})";

    /// <summary>What is wrong with it, or null: stores refuse what has a fault.</summary>
    public virtual string? Fault() =>
        string.IsNullOrWhiteSpace(By) ? "a control says who set it"
        : string.IsNullOrWhiteSpace(Why) ? "a control says why it was set"
        : Criteria.Any(c => c is not null && string.IsNullOrWhiteSpace(c)) ? "one of its criteria is empty and would match nothing: give it a value, or leave it out"
        : Until <= At ? $"a control can't end before it begins: its end (--until) is {Utc(Until.Value)}, and it is {Utc(At)}"
        : null;

    /// <summary>The texts that say what it is about; null is not given.</summary>
    private protected virtual string?[] Criteria => [];

    internal static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private protected static string Hashed(string kind, params string?[] parts) =>
        string.Concat(kind, "-", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts)))).AsSpan(0, 8));
}
