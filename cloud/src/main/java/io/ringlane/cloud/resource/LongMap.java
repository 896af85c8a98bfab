package io.ringlane.cloud.resource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * An immutable map from longs to objects: a change gives a new map that shares all but a few nodes with the old one.
 *
 * <p>A compressed hash trie of 32-way nodes. The hash is a permutation of the key, so two keys never collide and no bucket
 * exists. A change of a map of a million entries copies about four nodes, some 600 bytes; a lookup touches as many. The
 * order of iteration depends on the keys alone.
 *
 * <p>Source: Steindorfer, Vinju: Optimizing Hash-Array Mapped Tries for Fast and Lean Immutable JVM Collections, 2015.
 */
public final class LongMap<V> {

    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;
    private static final LongMap<?> EMPTY = new LongMap<>(new Node(0, 0, new long[0], new Object[0]), 0);

    private final Node root;
    private final int size;

    private LongMap(Node root, int size) {
        this.root = root;
        this.size = size;
    }

    /** The map without entries. */
    @SuppressWarnings("unchecked") // it holds no value of any type
    public static <V> LongMap<V> empty() {
        return (LongMap<V>) EMPTY;
    }

    /** Entries. */
    public int size() {
        return size;
    }

    /** The value of a key, or null. */
    @SuppressWarnings("unchecked") // only with() puts values in
    public V get(long key) {
        long hash = hash(key);
        Node node = root;
        while (true) {
            int bit = 1 << (hash & MASK);
            if ((node.branches & bit) != 0) {
                node = (Node) node.slots[node.branchIndex(bit)];
                hash >>>= BITS;
            } else if ((node.leaves & bit) == 0) {
                return null;
            } else {
                int index = node.leafIndex(bit);
                return node.keys[index] == key ? (V) node.slots[index] : null;
            }
        }
    }

    /** The value of a key, or another one if there is none. */
    public V getOrDefault(long key, V otherwise) {
        V value = get(key);
        return value == null ? otherwise : value;
    }

    /** Whether the key has a value. */
    public boolean contains(long key) {
        return get(key) != null;
    }

    /** This map with a key's value set; the value is not null. */
    public LongMap<V> with(long key, V value) {
        if (value == null) {
            throw new IllegalArgumentException("a value of a LongMap is never null; use without(" + key + ")");
        }
        V before = get(key);
        if (before == value) {
            return this;
        }
        return new LongMap<>(root.with(hash(key), 0, key, value), before == null ? size + 1 : size);
    }

    /** This map without a key; this map itself if it has none. */
    public LongMap<V> without(long key) {
        return get(key) == null ? this : new LongMap<>(root.without(hash(key), key), size - 1);
    }

    /** Calls back for every value, in an order that the keys decide. */
    public void forEach(Consumer<? super V> action) {
        root.forEach(action);
    }

    /** Every value, in the order of {@link #forEach}. */
    public List<V> values() {
        List<V> values = new ArrayList<>(size);
        forEach(values::add);
        return values;
    }

    /** A permutation: both steps of it can be undone. */
    private static long hash(long key) {
        long h = key * 0x9E3779B97F4A7C15L;
        return h ^ h >>> 32;
    }

    /** Leaves stand first in {@link #slots}, in the order of their bits, then branches in the order of theirs. */
    private record Node(int leaves, int branches, long[] keys, Object[] slots) {

        int leafIndex(int bit) {
            return Integer.bitCount(leaves & bit - 1);
        }

        int branchIndex(int bit) {
            return keys.length + Integer.bitCount(branches & bit - 1);
        }

        Node with(long hash, int depth, long key, Object value) {
            int bit = 1 << (hash & MASK);
            if ((branches & bit) != 0) {
                int index = branchIndex(bit);
                return withSlot(index, ((Node) slots[index]).with(hash >>> BITS, depth + 1, key, value));
            }
            int index = leafIndex(bit);
            if ((leaves & bit) == 0) {
                return new Node(leaves | bit, branches, insert(keys, index, key), insert(slots, index, value));
            }
            if (keys[index] == key) {
                return withSlot(index, value);
            }
            long otherHash = LongMap.hash(keys[index]) >>> (depth + 1) * BITS;
            Node pair = leaf(otherHash, keys[index], slots[index]).with(hash >>> BITS, depth + 1, key, value);
            Object[] fewer = remove(slots, index);
            int at = keys.length - 1 + Integer.bitCount(branches & bit - 1);
            return new Node(leaves & ~bit, branches | bit, remove(keys, index), insert(fewer, at, pair));
        }

        /** The key is known to be here or below. */
        Node without(long hash, long key) {
            int bit = 1 << (hash & MASK);
            if ((branches & bit) == 0) {
                int index = leafIndex(bit);
                return new Node(leaves & ~bit, branches, remove(keys, index), remove(slots, index));
            }
            int index = branchIndex(bit);
            Node below = ((Node) slots[index]).without(hash >>> BITS, key);
            if (below.branches != 0 || below.keys.length != 1) {
                return withSlot(index, below);
            }
            int at = leafIndex(bit); // one leaf left below: it moves up, so that equal maps have equal shapes
            return new Node(
                    leaves | bit,
                    branches & ~bit,
                    insert(keys, at, below.keys[0]),
                    insert(remove(slots, index), at, below.slots[0]));
        }

        private static Node leaf(long hash, long key, Object value) {
            return new Node(1 << (hash & MASK), 0, new long[] {key}, new Object[] {value});
        }

        private Node withSlot(int index, Object value) {
            Object[] changed = slots.clone();
            changed[index] = value;
            return new Node(leaves, branches, keys, changed);
        }

        @SuppressWarnings("unchecked") // only with() puts values in
        <T> void forEach(Consumer<? super T> action) {
            for (int i = 0; i < slots.length; i++) {
                if (i < keys.length) {
                    action.accept((T) slots[i]);
                } else {
                    ((Node) slots[i]).forEach(action);
                }
            }
        }

        private static long[] insert(long[] from, int index, long value) {
            long[] to = Arrays.copyOf(from, from.length + 1);
            System.arraycopy(from, index, to, index + 1, from.length - index);
            to[index] = value;
            return to;
        }

        private static Object[] insert(Object[] from, int index, Object value) {
            Object[] to = Arrays.copyOf(from, from.length + 1);
            System.arraycopy(from, index, to, index + 1, from.length - index);
            to[index] = value;
            return to;
        }

        private static long[] remove(long[] from, int index) {
            long[] to = Arrays.copyOf(from, from.length - 1);
            System.arraycopy(from, index + 1, to, index, to.length - index);
            return to;
        }

        private static Object[] remove(Object[] from, int index) {
            Object[] to = Arrays.copyOf(from, from.length - 1);
            System.arraycopy(from, index + 1, to, index, to.length - index);
            return to;
        }
    }
}
