package io.ringlane.cloud.scenario;

import io.ringlane.core.rate.Units;
import java.util.List;

/**
 * What is to be so at a time, whatever packets do: where instances are, what an interface has, what a placement group warns of,
 * what addresses have cost.
 *
 * @param subject what it is about
 * @param names the instances; the one interface, an instance standing for its first; the one group; none for costs
 * @param aspect what of it, as the scenario's key has it
 * @param value what that is to be, as text: a number, a name, {@code true} or {@code false}; null of {@link #APART}
 * @param others the instances that they are to share no rack with; none but of {@link #APART}
 * @param atNs when, nanoseconds after traffic started and after the events of that time; {@link #AT_END} when it has ended
 */
public record Claim(Subject subject, List<String> names, String aspect, String value, List<String> others, long atNs) {

    /** The end of the run. */
    public static final long AT_END = Long.MAX_VALUE;

    static final String PARTITION = "partition";
    static final String APART = "apartFrom";
    static final String CARD = "card";
    static final String STATE = "state";
    static final String ATTACHED_TO = "attachedTo";
    static final String EXISTS = "exists";
    static final String PUBLIC_ADDRESS = "publicAddress";
    static final String ELASTIC_IP = "elasticIp";
    static final String WARNS = "warns";
    static final String BEFORE_2024 = "before2024";
    static final String SINCE_2024 = "since2024";

    /** What an interface is called to be attached to, or to have, that has nothing. */
    static final String NONE = "none";

    /** What a claim can be about, and the keys that say what is to be so. */
    public enum Subject {
        INSTANCES(
                "instances",
                "instances: [a, b]",
                List.of("racks", "hosts", "dataCenters", "zones", PARTITION, APART, CARD, STATE)),
        INTERFACE("interface", "interface: eni-1", List.of(ATTACHED_TO, EXISTS, PUBLIC_ADDRESS, ELASTIC_IP)),
        GROUP("group", "group: g", List.of(WARNS)),
        COST("cost", "cost: since2024", List.of("usd"));

        private final String key;
        private final String example;
        private final List<String> aspects;

        Subject(String key, String example, List<String> aspects) {
            this.key = key;
            this.example = example;
            this.aspects = aspects;
        }

        /** The key that names it. */
        String key() {
            return key;
        }

        /** The key with something that it could name. */
        String example() {
            return example;
        }

        /** The keys that say what of it, one of which is written. */
        List<String> aspects() {
            return aspects;
        }
    }

    public Claim {
        names = List.copyOf(names);
        others = List.copyOf(others);
    }

    /** The claim in words, for instance {@code racks of a, b: 2}. */
    public String text() {
        final String of = " of " + String.join(", ", names) + ": ";
        final String when = atNs == AT_END ? "" : " at " + Units.formatNanos(atNs);
        return switch (aspect) {
                    case "dataCenters" -> "data centres" + of + value;
                    case APART ->
                        "racks shared by " + String.join(", ", names) + " and " + String.join(", ", others) + ": none";
                    case ATTACHED_TO -> names.get(0) + " is attached to: " + value;
                    case EXISTS -> names.get(0) + " exists: " + yesOrNo(value);
                    case PUBLIC_ADDRESS -> "public address" + of + yesOrNo(value);
                    case ELASTIC_IP -> "Elastic IP" + of + value;
                    case WARNS -> "warning" + of + value;
                    case BEFORE_2024 -> "public addresses cost, by the rule until January 2024: " + value + "USD";
                    case SINCE_2024 -> "public addresses cost, by the rule since February 2024: " + value + "USD";
                    default -> aspect + of + value;
                }
                + when;
    }

    static String yesOrNo(String flag) {
        return flag.equals("true") ? "yes" : "no";
    }
}
