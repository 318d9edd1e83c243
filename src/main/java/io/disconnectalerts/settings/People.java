package io.disconnectalerts.settings;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whom a robot calls, as its platform names people, separated by commas. */
final class People {
    private static final int MOST = 20;
    /** A number of China, or any with its country: {@code +1-1234567890}. */
    private static final String MOBILE = "1[3-9]\\d{9}|\\+\\d[\\d-]{5,19}";
    private static final Pattern NUMBER = Pattern.compile("\\+?[\\d -]{5,}");
    private static final String ID = "[\\w.@$-]{1,64}";
    /** Everybody in another platform's words, and mobiles with a digit too few, too many, or strokes. */
    private static final String SLIP =
            "(?!all$|@|\\d{11}$|1[3-9](\\d{8}|\\d{10})$|[\\d-]*-[\\d-]*$)";

    /**
     * How a platform names somebody.
     *
     * @param right what is taken
     * @param all   everybody
     * @param write what to write, as the rest of a sentence
     */
    private record Names(Pattern right, String all, String write) {
        static Names of(String right, String all, String write) {
            return new Names(Pattern.compile(all + "|" + right), all, write);
        }
    }

    private static final Map<String, Names> PLATFORMS = Map.of(
            "wecom", Names.of(MOBILE + "|user:" + ID + "|" + SLIP + ID, "@all",
                    "a user id, a mobile number (11 digits, or +...), or @all"),
            "dingtalk", Names.of(MOBILE + "|" + SLIP + ID, "@all",
                    "a mobile number (11 digits, or +1-1234567890), a user id, or @all"),
            "feishu", Names.of("ou_[0-9a-z]{8,64}|(?!all$|(ou|on|oc|cli)_|\\d{11}$)[0-9a-zA-Z_-]{1,64}", "all",
                    "an open_id (ou_...), a user_id, or all"));

    private People() {
    }

    /** What is wrong with the first that is none of the platform's ways, and what to write. */
    static Optional<String> wrong(String robot, String people) {
        Names names = PLATFORMS.get(Settings.platform(robot));
        if (names == null || people.isEmpty()) {
            return Optional.empty();
        }
        String[] each = people.split(",", -1);
        if (each.length > MOST) {
            return Optional.of("names " + each.length + " people: at most " + MOST + " are called, or all of a group");
        }
        for (String one : each) {
            if (!names.right.matcher(one.strip()).matches()) {
                return Optional.of(sentence(one.strip(), names));
            }
        }
        return Optional.empty();
    }

    private static String sentence(String one, Names names) {
        if (one.isEmpty()) {
            return "has a comma too many: between two commas stands " + names.write;
        }
        if (one.matches("(?i)@?all|@?所有人")) {
            return "names " + one + ": everybody is " + names.all;
        }
        if (one.contains(";") || one.contains("；") || one.contains("，") || one.contains("、")) {
            return "names " + one + ": people are separated by commas (,)";
        }
        boolean number = names.write.contains("mobile") && NUMBER.matcher(one).matches();
        return "names " + one + (number ? ", which is no mobile number" : "") + ": write " + names.write;
    }
}
