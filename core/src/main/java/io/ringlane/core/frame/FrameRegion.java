package io.ringlane.core.frame;

import static io.ringlane.core.frame.FrameLayout.METADATA_BYTES;

/**
 * All frames of a data plane: slots of one stride in chunks of a few megabytes, so that ports can be added while traffic
 * runs.
 *
 * <p>The stride is an odd number of cache lines: with an even one, the first lines of all frames would share a few sets
 * of the L1 cache. Chunks are byte arrays, which need neither a JVM flag nor {@code Unsafe}; the slots start
 * {@value #ALIGNMENT_BYTES} bytes into the array, because a large array's elements start 16 bytes past an aligned address
 * on the JVMs we measured, and then no slot straddles a cache line it need not touch.
 *
 * <p>Threads: any allocates. The frames it gets reach other threads through a ring or another release store, which makes their
 * chunk visible too.
 */
public final class FrameRegion {

    /** What {@link #tryAllocate} returns when the region is full. */
    public static final int NO_ROOM = -1;

    private static final int CACHE_LINE_BYTES = 64;
    private static final int ALIGNMENT_BYTES = 48;

    /**
     * A chunk's size is the largest power of two of frames below this. Larger arrays are set aside as humongous objects
     * and stay where they are; much larger ones would make a region of two small ports slow to start.
     */
    private static final int CHUNK_BYTES_LIMIT = 8 << 20;

    private static final int NEAR_FRAMES = 1 << 15;

    private static final int MAX_CHUNKS = 1 << 12;

    private final int maxFrameBytes;
    private final int strideBytes;
    private final int chunkShift;
    private final int chunkMask;
    private final byte[][] chunks = new byte[MAX_CHUNKS][];
    private final int[] nearOwners = new int[NEAR_FRAMES]; // of most data planes all: one look-up less
    private final int[][] owners = new int[MAX_CHUNKS][];
    private int allocatedFrames;

    /**
     * @param maxFrameBytes the longest frame a slot holds, layer-2 bytes without FCS, 60 to 65535
     * @throws IllegalArgumentException if the length is out of that range
     */
    public FrameRegion(final int maxFrameBytes) {
        if (maxFrameBytes < 60 || maxFrameBytes > 65535) {
            throw new IllegalArgumentException("frame length " + maxFrameBytes + " is outside 60 to 65535 bytes");
        }
        this.maxFrameBytes = maxFrameBytes;
        final int lines = (METADATA_BYTES + maxFrameBytes + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES | 1;
        this.strideBytes = lines * CACHE_LINE_BYTES;
        this.chunkShift = 31 - Integer.numberOfLeadingZeros(CHUNK_BYTES_LIMIT / strideBytes);
        this.chunkMask = (1 << chunkShift) - 1;
    }

    /**
     * Sets aside frames; they are numbered consecutively.
     *
     * @param count frames wanted, 1 or more
     * @return the first frame's number
     * @throws IllegalStateException if the region would outgrow {@link #maxFrames()}
     */
    public int allocate(final int count) {
        final int first = tryAllocate(count);
        if (first == NO_ROOM) {
            throw new IllegalStateException("no room for " + count + " more frames of " + strideBytes + " bytes: "
                    + allocatedFrames + " of " + maxFrames()
                    + " are taken; use fewer frames a port or a smaller MTU");
        }
        return first;
    }

    /** As {@link #allocate}, but returns {@link #NO_ROOM} if the region would outgrow its most, or the heap has no more. */
    public synchronized int tryAllocate(final int count) {
        if (count < 1) {
            throw new IllegalArgumentException("cannot allocate " + count + " frames; ask for 1 or more");
        }
        final int first = allocatedFrames;
        if (count > maxFrames() - first) {
            return NO_ROOM;
        }
        final int lastChunk = (first + count - 1) >>> chunkShift;
        for (int chunk = first >>> chunkShift; chunk <= lastChunk; chunk++) {
            if (chunks[chunk] == null) {
                try {
                    chunks[chunk] = new byte[ALIGNMENT_BYTES + (strideBytes << chunkShift)];
                } catch (final OutOfMemoryError e) { // megabytes in one piece: smaller things still find room
                    return NO_ROOM;
                }
                if (chunk + 1 << chunkShift > NEAR_FRAMES) {
                    owners[chunk] = new int[1 << chunkShift];
                }
            }
        }
        allocatedFrames = first + count;
        return first;
    }

    /** The array that holds a frame; the same array for all frames of its chunk. */
    public byte[] memory(final int frame) {
        return chunks[frame >>> chunkShift];
    }

    /** Index of the frame's metadata line in {@link #memory}, see {@link FrameLayout}. */
    public int metadata(final int frame) {
        return ALIGNMENT_BYTES + (frame & chunkMask) * strideBytes;
    }

    /** Index of the frame's first byte in {@link #memory}. */
    public int data(final int frame) {
        return ALIGNMENT_BYTES + METADATA_BYTES + (frame & chunkMask) * strideBytes;
    }

    /**
     * Who has a frame, as {@link #setOwner} was told; 0 at first, and for a frame that does not exist. Kept apart from the
     * frame, where its user cannot change it.
     * <p>
     * Threads: like the frame itself, it is handed on through rings.
     */
    public int owner(final int frame) {
        final int[] near = nearOwners;
        return frame >= 0 && frame < near.length ? near[frame] : farOwner(frame);
    }

    private int farOwner(final int frame) {
        return Integer.compareUnsigned(frame, allocatedFrames) < 0
                ? owners[frame >>> chunkShift][frame & chunkMask]
                : 0;
    }

    /** Notes who has a frame from now on; any number. */
    public void setOwner(final int frame, final int owner) {
        final int[] near = nearOwners;
        if (frame >= 0 && frame < near.length) {
            near[frame] = owner;
        } else {
            owners[frame >>> chunkShift][frame & chunkMask] = owner;
        }
    }

    /** The longest frame a slot holds, layer-2 bytes without FCS. */
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    /** Bytes from one slot to the next, an odd number of cache lines. */
    public int strideBytes() {
        return strideBytes;
    }

    /** Frames set aside so far. */
    public int allocatedFrames() {
        return allocatedFrames;
    }

    /** Most frames the region can ever hold. */
    public int maxFrames() {
        return MAX_CHUNKS << chunkShift;
    }
}
