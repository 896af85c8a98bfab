package io.ringlane.core.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what somebody probably meant. For messages only: it compares against every candidate. */
public final class NearestName {

    /** Longer input is not a typing slip, and comparing costs the product of the two lengths. */
    private static final int LONGEST_COMPARED = 64;

    /** More names than this are not read, and the sentence around them is lost. */
    private static final int LONGEST_LIST = 12;

    private NearestName() {}

    /**
     * What to tell somebody who wrote a name that is not there: the nearest one, else what there is to choose from.
     *
     * @param noun what the names are, in the plural
     * @return for instance {@code did you mean 'rate'?}, {@code the groups are hpc, kafka} or {@code there are no groups}
     */
    public static String advice(final String written, final Collection<String> valid, final String noun) {
        return of(written, valid).map(near -> "did you mean '" + near + "'?").orElseGet(() -> choices(valid, noun));
    }

    private static String choices(final Collection<String> valid, final String noun) {
        if (valid.isEmpty()) {
            return "there are no " + noun;
        }
        final String shown = valid.stream().limit(LONGEST_LIST).collect(Collectors.joining(", "));
        return "the " + noun + " are " + shown
                + (valid.size() > LONGEST_LIST ? " and " + (valid.size() - LONGEST_LIST) + " more" : "");
    }

    /**
     * The candidate that differs least from what was written, ignoring case; the earlier one of two that are equally near.
     *
     * @return empty when nothing is near: more than a third of the written letters would have to change, and more than one;
     *     or every letter would, so that {@code a} is never taken for a slip of {@code x}
     */
    public static Optional<String> of(String written, Collection<String> candidates) {
        if (written.isEmpty() || written.length() > LONGEST_COMPARED) {
            return Optional.empty();
        }
        final String wanted = written.toLowerCase(Locale.ROOT);
        String best = null;
        int bestDistance = Math.max(1, wanted.length() / 3) + 1;
        for (final String candidate : candidates) {
            final int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT), bestDistance);
            if (distance < bestDistance && distance < wanted.length()) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Letters to insert, delete, change or swap with their neighbour; {@code limit} when it is that or more. */
    static int distance(String left, String right, int limit) {
        if (Math.abs(left.length() - right.length()) >= limit) {
            return limit;
        }
        final int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= right.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            for (int j = 1; j <= right.length(); j++) {
                final int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1));
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    least = Math.min(least, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = least;
            }
        }
        return Math.min(limit, cost[left.length()][right.length()]);
    }
}
