namespace Remediator.Notifications;

/// <summary>What may be posted to: https, and plain http only to this machine.</summary>
internal static class WebhookAddress
{
    public static Uri? Parse(string text) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0
            ? uri
            : null;
}
