using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Antenna.Dashboard.Tests.Components;

/// <summary>
/// What a person does on a page that moves by itself: an element is found and acted on with nothing drawn in between, or
/// it might be another one by then.
/// </summary>
internal static class Acting
{
    public static Task PressAsync<T>(this IRenderedComponent<T> page, string selector)
        where T : IComponent => page.PressAsync(() => page.Find(selector));

    public static Task PressAsync<T>(this IRenderedComponent<T> page, Func<IElement> find, MouseEventArgs? click = null)
        where T : IComponent => page.InvokeAsync(() => find().ClickAsync(click ?? new()));

    public static Task TypeAsync<T>(this IRenderedComponent<T> page, string selector, string text)
        where T : IComponent => page.InvokeAsync(() => page.Find(selector).InputAsync(text));

    public static Task SetAsync<T>(this IRenderedComponent<T> page, string selector, bool value)
        where T : IComponent => page.InvokeAsync(() => page.Find(selector).ChangeAsync(value));
}
