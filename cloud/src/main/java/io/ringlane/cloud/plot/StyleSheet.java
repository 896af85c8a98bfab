package io.ringlane.cloud.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The style sheet of every page, to be put inside it, so that a page opens without a network. */
public final class StyleSheet {

    private StyleSheet() {}

    /** CSS. */
    public static String text() {
        try (InputStream in = StyleSheet.class.getResourceAsStream("page.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
