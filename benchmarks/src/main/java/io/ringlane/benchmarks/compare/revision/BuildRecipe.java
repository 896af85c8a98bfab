package io.ringlane.benchmarks.compare.revision;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * How a revision becomes a jar.
 *
 * @param command for {@code sh -c}, in the root of the worktree
 * @param jarGlob the jar it leaves, relative to the root; one file must match, jars of sources and tests apart
 */
public record BuildRecipe(String command, String jarGlob) {

    /** Names a cached jar: a jar built otherwise is another jar. */
    String fingerprint() {
        final CRC32 crc = new CRC32();
        crc.update((command + '\n' + jarGlob).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
