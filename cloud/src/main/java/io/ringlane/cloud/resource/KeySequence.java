package io.ringlane.cloud.resource;

/**
 * Turns the numbers 1, 2, 3, ... into keys and MAC addresses that look random, never repeat, and are the same for the same
 * seed.
 *
 * <p>Both are permutations of the number, so two numbers cannot meet: multiplications by odd constants and shifts
 * (SplitMix64's finalizer; Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
 */
public final class KeySequence {

    /** First octet 0x0A: unicast, locally administered, and never the router's 02. */
    private static final long MAC_BASE = 0x0A00_0000_0000L;

    private static final long MAC_MASK = 0xFF_FFFF_FFFFL;

    private final long seed;

    public KeySequence(long seed) {
        this.seed = mix(seed);
    }

    /** The key of a number; 0, which stands for none, is the key of no number. */
    public long key(long number) {
        long key = mix(seed + number);
        return key != 0 ? key : mix(seed); // number 0 is never asked for, so its key is free
    }

    /** The MAC address of a number, unique for 2<sup>40</sup> numbers. */
    public long mac(long number) {
        return MAC_BASE | number * 0x9E3779B97FL & MAC_MASK;
    }

    static long mix(long z) {
        long a = z + 0x9e3779b97f4a7c15L;
        long b = (a ^ a >>> 30) * 0xbf58476d1ce4e5b9L;
        long c = (b ^ b >>> 27) * 0x94d049bb133111ebL;
        return c ^ c >>> 31;
    }
}
