//go:build unix

package nuttest

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// The NSS database that upsd takes its certificate from.
const (
	tlsDir      = "nss"
	tlsName     = "upsd"
	tlsPassword = "nuttest"
)

// makeTLS fills the database and fetches what clients have to trust. The certificate is made by
// certutil itself: a key from elsewhere would have to come as PKCS #12. Client certificates are for
// the fake server: Debian builds upsd without them.
func (u *UPSD) makeTLS() error {
	dir, password, noise := u.path(tlsDir), u.path("nss.password"), u.path("nss.noise")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	// The noise only has to make certutil not ask for keystrokes; keys for tests need no secret.
	seed := []byte(strconv.FormatInt(time.Now().UnixNano(), 10) + dir)
	if err := os.WriteFile(noise, seed, 0o600); err != nil {
		return err
	}
	if err := os.WriteFile(password, []byte(tlsPassword), 0o600); err != nil {
		return err
	}
	create := []string{
		"-S", "-x", "-n", tlsName, "-s", "CN=localhost", "-t", "CT,C,C",
		"-k", "ec", "-q", "nistp256", "-v", "12", "-z", noise, "-m", serial(),
	}
	if !u.options.CNOnly {
		create = append(create, "--extSAN", "dns:localhost,ip:127.0.0.1")
	}
	if _, err := u.certutil(dir, password, "-N"); err != nil {
		return err
	}
	if _, err := u.certutil(dir, password, create...); err != nil {
		return err
	}
	var err error
	u.caPEM, err = u.certutil(dir, password, "-L", "-a", "-n", tlsName)
	return err
}

func (u *UPSD) certutil(dir, passwordFile string, args ...string) ([]byte, error) {
	args = append(args, "-d", dir, "-f", passwordFile)
	command := exec.Command(u.programs.certutil, args...)
	command.Stderr = &u.log
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("certutil %s: %w: %s%s", args[0], err, u.log.String(), output)
	}
	return output, nil
}

// serial differs between certificates of one issuer, as NSS wants it.
func serial() string { return strconv.FormatInt(time.Now().UnixNano()>>10&0x7fffffff, 10) }
