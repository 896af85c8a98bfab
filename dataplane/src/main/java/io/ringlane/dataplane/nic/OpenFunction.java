package io.ringlane.dataplane.nic;

/**
 * What a function has once somebody uses it: queues, the table that spreads packets over them, caps.
 *
 * @param caps its caps
 * @param queues the card's sides of its queues
 * @param indirection which of them a hash selects
 */
record OpenFunction(FunctionCaps caps, CardQueue[] queues, IndirectionTable indirection) {

    /** Makes it, with the room for the function's counters; null as {@link PhysicalFunction#makeQueues}. */
    static OpenFunction of(final VirtualFunction function, final VirtualFunctionConfig config) {
        final FunctionCaps caps = function.card().caps(config);
        final CardQueue[] queues = function.card().makeQueues(function, config, caps);
        if (queues == null) {
            return null;
        }
        function.counters().open();
        return new OpenFunction(
                caps,
                queues,
                new IndirectionTable(queues, function.card().model().setsIndirection()));
    }
}
