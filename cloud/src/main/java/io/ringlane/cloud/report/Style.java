package io.ringlane.cloud.report;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;

/**
 * What a stream can show.
 *
 * @param unicode whether lines, arrows and dashes come out as such
 * @param colour whether ANSI colours are wanted
 */
public record Style(boolean unicode, boolean colour) {

    /** ASCII without colour: safe everywhere. */
    public static final Style PLAIN = new Style(false, false);

    private static final String USED = "─→·✓✗?–…█░";

    /** The colours the table uses, named for what they say. */
    enum Ink {
        PLAIN(""),
        STRONG("1"),
        FAINT("2"),
        GOOD("32"),
        WARN("33"),
        BAD("1;31");

        private final String code;

        Ink(String code) {
            this.code = code;
        }
    }

    /** Unicode if {@code charset} can encode every sign the reports use. */
    public static Style of(Charset charset, boolean colour) {
        return new Style(canEncode(charset), colour);
    }

    private static boolean canEncode(Charset charset) {
        if (!charset.canEncode()) {
            return false;
        }
        CharsetEncoder encoder = charset.newEncoder();
        return encoder.canEncode(USED);
    }

    /** The text in signs this stream has; control characters, which a name could smuggle in, become {@code ?}. */
    public String text(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                out.append('?');
            } else if (unicode || c < 0x80) {
                out.appendCodePoint(c);
            } else {
                out.append(ascii(c));
            }
        });
        return out.toString();
    }

    /** Colours text that already is in this stream's signs. */
    String ink(Ink ink, String text) {
        return colour && ink != Ink.PLAIN && !text.isEmpty() ? "\u001b[" + ink.code + "m" + text + "\u001b[0m" : text;
    }

    private static String ascii(int codePoint) {
        return switch (codePoint) {
            case '─', '–' -> "-";
            case '→' -> "->";
            case '·' -> "|";
            case '✓' -> "ok";
            case '✗' -> "FAILED";
            case '…' -> "...";
            case '█' -> "#";
            case '░' -> ".";
            default -> "?";
        };
    }
}
