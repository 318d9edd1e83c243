package io.disconnectalerts.mqtt;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority made for one test: its own certificate and those it signs, as PEM files in a folder. */
public final class Certificates {

    private final Path folder;
    private final X500Name issuer;
    private final KeyPair authority = keys();

    public Certificates(Path folder, String name) throws Exception {
        this.folder = folder;
        this.issuer = new X500Name("CN=" + name);
        write(name + ".crt", "CERTIFICATE", sign(issuer, authority, GeneralName.dNSName, "ca", true).getEncoded());
    }

    /** Writes {@code name.crt} and {@code name.key}. The IP address is the only name the certificate is good for. */
    public void issue(String name, String ip) throws Exception {
        issue(name, GeneralName.iPAddress, ip);
    }

    /** Writes {@code name.crt} and {@code name.key}, good for a host's name only. */
    public void issueFor(String name, String host) throws Exception {
        issue(name, GeneralName.dNSName, host);
    }

    private void issue(String name, int kind, String alternative) throws Exception {
        KeyPair keys = keys();
        X509Certificate certificate = sign(new X500Name("CN=" + name), keys, kind, alternative, false);
        write(name + ".crt", "CERTIFICATE", certificate.getEncoded());
        PrivateKey secret = keys.getPrivate();
        write(name + ".key", "PRIVATE KEY", secret.getEncoded());
    }

    private X509Certificate sign(X500Name subject, KeyPair keys, int kind, String alternative, boolean isAuthority)
            throws Exception {
        Instant now = Instant.now();
        X509v3CertificateBuilder certificate =
                new JcaX509v3CertificateBuilder(issuer, BigInteger.valueOf(System.nanoTime()),
                Date.from(now.minus(Duration.ofHours(1))), Date.from(now.plus(Duration.ofHours(1))), subject,
                keys.getPublic());
        certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        certificate.addExtension(Extension.subjectAlternativeName, false,
                new GeneralNames(new GeneralName(kind, alternative)));
        return new JcaX509CertificateConverter()
                .getCertificate(certificate.build(
                        new JcaContentSignerBuilder("SHA256withRSA").build(authority.getPrivate())));
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private void write(String file, String kind, byte[] der) throws IOException {
        Files.writeString(folder.resolve(file), "-----BEGIN %s-----%n%s%n-----END %1$s-----%n"
                .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)));
    }
}
