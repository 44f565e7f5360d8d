using System.Reflection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Antenna.Dashboard.Tests.Architecture;

/// <summary>Every log message has an event id of its own, in the range of its room, and the one style.</summary>
public sealed class LogMessageTests
{
    private const BindingFlags AnyMethod =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Ids of a room are between its number and the next one's: 1000 of Data, 2000 of PostProcessing, 3000 of Dashboard.</summary>
    private const int IdsOfARoom = 1_000;

    [Fact]
    public void Every_log_message_has_an_event_id_of_its_own_in_the_range_of_its_room()
    {
        var messages = Product.Rooms.SelectMany((room, number) => MessagesOf(room.GetTypes()).Select(message => (message, number))).ToList();

        Assert.NotEmpty(messages);
        Assert.All(messages, each => Assert.Null(Fault(each.message, each.number)));
        Assert.Empty(messages.GroupBy(each => each.message.EventId).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    /// <summary>What breaks the rule is seen.</summary>
    [Theory]
    [InlineData(0, "Nothing", "no event id")]
    [InlineData(2_001, "Nothing", "outside of the room")]
    [InlineData(3_001, "Nothing.", "full stop")]
    public void A_message_that_breaks_it_is_seen(int id, string message, string fault) =>
        Assert.Contains(fault, Fault(new() { EventId = id, Message = message }, room: 3), StringComparison.Ordinal);

    private static IEnumerable<LoggerMessageAttribute> MessagesOf(IEnumerable<Type> types) =>
        types.SelectMany(type => type.GetMethods(AnyMethod)).Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>();

    private static string? Fault(LoggerMessageAttribute message, int room) => message switch
    {
        { EventId: <= 0 } => $"no event id: {message.Message}",
        _ when message.EventId / IdsOfARoom != room => $"outside of the room: {message.EventId}",
        { Message: [.., '.'] } => $"full stop: {message.Message}",
        _ => null,
    };
}
