package io.ringlane.placement;

import java.util.Collection;

/** Finds what someone probably meant to write, by edit distance. */
public final class Nearest {
    private Nearest() {}

    /**
     * The choice with the least Levenshtein distance to a word, case aside; the earlier one of equals.
     *
     * @param choices valid names, at least one
     * @throws IllegalArgumentException if there are no choices
     */
    public static String to(String word, Collection<String> choices) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String choice : choices) {
            int distance = distance(word, choice);
            if (distance < least) {
                least = distance;
                nearest = choice;
            }
        }
        if (nearest == null) {
            throw new IllegalArgumentException("no choices to compare \"" + word + "\" with");
        }
        return nearest;
    }

    /** Single-character insertions, deletions and replacements between two words, case aside. */
    static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int replaced = above[j - 1] + (same ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            int[] swap = above;
            above = row;
            row = swap;
        }
        return above[b.length()];
    }
}
