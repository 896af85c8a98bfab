package io.ringlane.cloud.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Text and numbers made safe for HTML and SVG. */
public final class Markup {

    private Markup() {}

    /** For element text and quoted attributes alike; control characters, which HTML cannot hold, become U+FFFD. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isShown(c) ? c : 0xFFFD);
            }
        });
        return out.toString();
    }

    private static boolean isShown(int codePoint) {
        boolean isSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return !Character.isISOControl(codePoint) && !isSurrogate;
    }

    /** A coordinate with a tenth of a pixel, which no eye can tell from more, in the shortest form. */
    public static String px(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
