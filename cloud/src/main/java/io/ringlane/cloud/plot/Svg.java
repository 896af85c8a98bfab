package io.ringlane.cloud.plot;

/** A drawing that grows element by element. Classes carry all colour, so that one style sheet serves light and dark. */
public final class Svg {

    private final StringBuilder out = new StringBuilder();

    /**
     * @param id unique in the page; names the title and the description that a screen reader reads
     * @param title what the drawing is
     * @param description what it shows, in a sentence with the figures that matter
     */
    public Svg(int width, int height, String id, String title, String description) {
        out.append("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\">"
                .formatted(width, height, id, id));
        out.append("<title id=\"%s-t\">%s</title><desc id=\"%s-d\">%s</desc>\n"
                .formatted(id, Markup.escape(title), id, Markup.escape(description)));
    }

    /** A straight line. */
    public Svg line(String classes, double x1, double y1, double x2, double y2) {
        out.append("<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
                .formatted(classes, Markup.px(x1), Markup.px(y1), Markup.px(x2), Markup.px(y2)));
        return this;
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    public Svg text(String classes, double x, double y, String anchor, String text) {
        out.append("<text%s x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                .formatted(
                        classes.isEmpty() ? "" : " class=\"" + classes + "\"",
                        Markup.px(x),
                        Markup.px(y),
                        anchor,
                        Markup.escape(text)));
        return this;
    }

    /** A path, in SVG's own path data. */
    public Svg path(String classes, String data) {
        out.append("<path class=\"%s\" d=\"%s\"/>\n".formatted(classes, data));
        return this;
    }

    /** A rectangle that says something when pointed at. */
    public Svg rect(String classes, double x, double y, double width, double height, String hint) {
        out.append("<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s</title></rect>\n"
                .formatted(
                        classes, Markup.px(x), Markup.px(y), Markup.px(width), Markup.px(height), Markup.escape(hint)));
        return this;
    }

    /** A small circle that says something when pointed at. */
    public Svg dot(String classes, double x, double y, String hint) {
        out.append("<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"3.5\"><title>%s</title></circle>\n"
                .formatted(classes, Markup.px(x), Markup.px(y), Markup.escape(hint)));
        return this;
    }

    /** Begins a group. */
    public Svg open(String classes) {
        out.append("<g class=\"").append(classes).append("\">\n");
        return this;
    }

    /** Ends the group begun last. */
    public Svg close() {
        out.append("</g>\n");
        return this;
    }

    /** The whole element. */
    public String end() {
        return out.append("</svg>\n").toString();
    }
}
