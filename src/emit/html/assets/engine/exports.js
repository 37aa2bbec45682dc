// What the page uses of all this.

world.kbc = Object.assign(world.kbc || {}, {
  read, advise, lookahead, chances, clearly, reason, untold: untoldOf, quoted, understood, outcomeSaid, walk, make, said, seeable, isCheck, stepOf, kindOf, idOf, ends: { ESCALATE, CONTRADICTION, GUIDE, SOLVED },
});
