package io.disconnectalerts;

/** A setting is wrong or missing; the message is one sentence that names it, for the operator. */
final class SettingException extends RuntimeException {
    SettingException(String sentence) {
        super(sentence, null, false, false);
    }

    /** The sentence that explains a failed start best: a setting's, else that of the innermost cause. */
    static String sentence(Throwable failed) {
        Throwable innermost = failed;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingException || cause instanceof IllegalStateException && cause.getCause() == null) {
                return cause.getMessage();
            }
            innermost = cause;
        }
        return String.valueOf(innermost.getMessage());
    }
}
