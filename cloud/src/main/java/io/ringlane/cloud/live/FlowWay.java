package io.ringlane.cloud.live;

import io.ringlane.cloud.forwarding.Decision;

/**
 * What a flow meets on its way.
 *
 * @param decision where it goes
 * @param label the way in words, for instance {@code same rack}, {@code internet gateway} or {@code refused: no_route}
 * @param flowCapBitsPerSecond what one flow may carry there; 0 where it is refused
 */
public record FlowWay(Decision decision, String label, long flowCapBitsPerSecond) {}
