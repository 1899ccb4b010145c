// Package nut reads UPSes, power distribution units and transfer switches from a NUT server: upsd
// of Network UPS Tools, and the devices that speak its protocol (RFC 9271) themselves.
//
// # Reading whole servers
//
// A [Reader] is for those who come back: it reads every UPS of a server, or those named, and
// remembers what makes the next read cheaper. One read is one connection.
//
//	reader := nut.NewReader("10.0.0.1:3493", nut.Options{})
//	devices, err := reader.Read(ctx)
//	for _, d := range devices {
//		fmt.Println(d.Name, d.Err, d.Vars)
//	}
//
// The first read takes two round trips, the later ones take one, whatever the number of UPSes:
// the names are known by then and all the questions travel in one write. One UPS whose driver is
// dead carries its own [Device.Err] and does not disturb the others.
//
// # Single questions
//
// A [Client] is one connection that answers one question at a time.
//
//	client, err := nut.Dial(ctx, "10.0.0.1:3493", nut.Options{})
//	defer client.Close()
//	charge, err := client.GetVar(ctx, "eaton", "battery.charge")
//
// # Time
//
// Every call obeys its context: the deadline bounds the whole call and cancelling it ends the call
// at once. A context without a deadline waits for as long as the server makes it wait.
//
// # Trust
//
// What a server sends is bounded by [Limits] before it is kept. Names are checked before they are
// sent, and there is no way to send text of one's own: the package asks, and can neither switch
// anything off nor take part in a shutdown. LOGIN is never sent, because a primary waits for all
// who logged in before it cuts the power. A password travels inside TLS only, unless
// [Options.AllowPlaintextPassword] says otherwise.
//
// Descriptions, variable names and values are the server's bytes. upsd sends printable ASCII only,
// others may send any encoding or none; whoever needs valid UTF-8 has to make it so.
//
// # Errors
//
// What the server refuses is a [*ServerError]. What it does wrong is one of the Err variables, for
// [errors.Is]. A failed connection is [ErrConnect], an open connection that stays silent is
// [ErrNoAnswer]; both also wrap context.DeadlineExceeded or context.Canceled when the context
// ended them.
package nut
