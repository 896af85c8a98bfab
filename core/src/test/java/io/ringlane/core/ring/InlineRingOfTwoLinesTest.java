package io.ringlane.core.ring;

class InlineRingOfTwoLinesTest extends RingContract {
    @Override
    RingUnderTest ring(final int capacitySlots) {
        return RingUnderTest.of(new InlineRing(capacitySlots, 128));
    }
}
