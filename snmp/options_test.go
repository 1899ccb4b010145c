package snmp

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"syscall"
	"testing"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp/ber"
)

func TestValidate(t *testing.T) {
	user := func(s Security) Options { s.User = "argus"; return Options{Version: V3, Security: &s} }
	for _, test := range []struct {
		o    Options
		want string
	}{
		{Options{}, ""},
		{Options{Version: V1, Community: strings.Repeat("c", 127)}, ""},
		{Options{Community: strings.Repeat("c", 128)}, "128 bytes, and 127 are possible"},
		{Options{Security: &Security{}}, "a user needs version 3"},
		{Options{Context: "x"}, "a context needs version 3"},
		{Options{Version: 9}, "version: give 1, 2c or 3"},
		{Options{Version: V3}, "version 3 needs a user"},
		{Options{Version: V3, Community: "c", Security: &Security{}}, "no community"},
		{Options{Version: V3, Security: &Security{User: strings.Repeat("u", 33)}}, "33 bytes"},
		{user(Security{}), ""},
		{user(Security{AuthProtocol: "SHA256", AuthPassword: "longenough"}), ""},
		{user(Security{AuthProtocol: "SHA256", AuthPassword: "short"}), "8 characters"},
		{user(Security{AuthProtocol: "SHA256"}), "give the password"},
		{user(Security{AuthProtocol: "SHA3", AuthPassword: "longenough"}), "auth protocol \"SHA3\" is unknown: give one of MD5"},
		{user(Security{AuthPassword: "longenough"}), "auth password without a protocol"},
		{user(Security{PrivProtocol: "AES", PrivPassword: "longenough"}), "needs an auth protocol"},
		{user(Security{AuthProtocol: "MD5", AuthPassword: "longenough", PrivProtocol: "3DES", PrivPassword: "longenough"}), "priv protocol"},
		{user(Security{AuthProtocol: "MD5", AuthPassword: "longenough", PrivProtocol: "DES", PrivPassword: "longenough"}), ""},
		{Options{Retries: -2}, "retries"},
		{Options{RequestTimeout: -1}, "request timeout"},
		{Options{MaxVarbinds: -1}, "variables in one request"},
	} {
		err := test.o.Validate()
		if test.want == "" {
			wantNoError(t, err)
			continue
		}
		wantErrorIs(t, err, ErrOptions)
		wantErrorText(t, err, test.want)
		for _, secret := range []string{"longenough", "short", strings.Repeat("c", 10)} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%q repeats a secret", err)
			}
		}
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	const secret = "canary77"
	security := &Security{User: "argus", AuthProtocol: "SHA", AuthPassword: secret, PrivProtocol: "AES", PrivPassword: secret}
	m := &Memory{security: seal(engine{user: *security, auth: []byte(secret)})}
	client := Client{options: seal(Options{Version: V3, Security: security}), memory: m}
	for _, v := range []any{
		Options{Community: secret},
		&Options{Community: secret}, *security, security, m,
		Options{Version: V3, Security: security},
		[]Options{{Community: secret}},
		&Client{options: seal(Options{Community: secret}), memory: m}, &client, client,
		struct{ c *Client }{&client},
		struct{ c Client }{client},
		&Source{Options: Options{Community: secret}, memory: memory{client: *m}},
		struct{ m Memory }{*m},
		struct{ s *Source }{&Source{Options: Options{Version: V3, Security: security}, memory: memory{client: *m}}},
	} {
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", v)
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&log, verb, v)
		}
		if strings.Contains(log.String(), secret) || strings.Contains(log.String(), hex.EncodeToString([]byte(secret))) {
			t.Errorf("%T prints its secret: %s", v, &log)
		}
	}
}

func TestReasonOf(t *testing.T) {
	for _, test := range []struct {
		err  error
		want power.Reason
	}{
		{nil, ""},
		{errors.New("x"), power.OtherReason},
		{&power.Failure{Reason: power.Forbidden, Err: ErrNoAnswer}, power.Forbidden},
		{fmt.Errorf("get: %w", ErrAuthentication), power.AccessDenied},
		{ErrUnknownUser, power.AccessDenied},
		{ErrUnsupportedSecurity, power.AccessDenied},
		{ErrUnknownContext, power.UnknownDevice},
		{&AgentError{Status: 16}, power.AccessDenied},
		{&AgentError{Status: 13}, power.Busy},
		{&AgentError{Status: 5}, power.BadAnswer},
		{errCutOff, power.BadAnswer},
		{errSilent, power.Timeout},
		{&silence{cause: context.Canceled}, power.Canceled},
		{syscall.EHOSTUNREACH, power.Unreachable},
	} {
		wantEqual(t, test.want, reasonOf(test.err), test.err)
	}
	wantEqual(t, "agent answered with error status 99", (&AgentError{Status: 99}).Error())
}

// An answer to a user with a password counts only with its digest: nobody can
// answer in the agent's name by leaving it out, and spoil what was learned.
func TestVersion3AnswersNeedTheDigest(t *testing.T) {
	s := Security{User: "argus", AuthProtocol: "SHA", AuthPassword: "authentication"}
	m := new(Memory)
	m.engine().become(s)
	wantNoError(t, m.engine().learn(&v3Header{engineID: []byte("engine"), boots: 3, clock: 100}))
	c := &Client{options: seal(Options{Version: V3, Security: &s}), memory: m, id: 7, level: flagAuth}
	answer := func(flags byte, mac int, kind byte) []byte {
		global := tlv(ber.TagSequence, integer(7), integer(1500), tlv(ber.TagOctets, []byte{flags}), integer(3))
		usm := tlv(ber.TagSequence, text("engine"), integer(9), integer(9), text("argus"), text(string(make([]byte, mac))), text(""))
		scoped := tlv(ber.TagSequence, text("engine"), text(""), pdu(kind, 7, 0, 0, table(root, 1)...))
		return tlv(ber.TagSequence, integer(3), global, tlv(ber.TagOctets, usm), scoped)
	}
	for name, datagram := range map[string][]byte{
		"no digest":      answer(0, 0, pduResponse),
		"a wrong digest": answer(flagAuth, 12, pduResponse),
		"a short digest": answer(flagAuth, 5, pduResponse),
		"encrypted only": answer(flagPriv, 0, pduResponse),
		"a trap":         answer(0, 0, 0xa7),
	} {
		wantErrorIs(t, c.parse(datagram), errForeign)
		wantEqual(t, uint32(3), m.engine().boots, name)
	}
	wantNoError(t, c.parse(answer(0, 0, pduReport)))
	for oid, want := range map[string]error{
		"1.3.6.1.6.3.15.1.1.1.0": ErrUnsupportedSecurity, "1.3.6.1.6.3.15.1.1.3.0": ErrUnknownUser,
		"1.3.6.1.6.3.15.1.1.5.0": ErrAuthentication, "1.3.6.1.6.3.15.1.1.6.0": ErrAuthentication,
		"1.3.6.1.6.3.12.1.5.0": ErrUnknownContext, "1.3.6.1.6.3.11.2.1.3.0": ErrBadAnswer,
	} {
		c.answer.binds = []bind{{name: encodeOID(oid)}}
		wantErrorIs(t, m.engine().heed(&c.answer), want)
	}
}
