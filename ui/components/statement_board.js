// A statement, reconciled: their lines on the left, our side on the right, the answer and the difference between them.
export default {
  template: `<table class="board"><caption class="sr">{{label}}</caption>
    <thead><tr><th scope="col">Date</th><th scope="col">Their line</th><th scope="col" class="r">They say</th>
      <th scope="col" class="gut">Answer</th><th scope="col" class="r">We say</th><th scope="col">Our side</th></tr></thead>
    <tbody v-for="part in parts" :key="part.title">
      <tr class="part"><th scope="rowgroup" colspan="6">{{part.title}} <span>{{part.lines.length}}</span></th></tr>
      <tr v-for="l in part.lines" :key="l.id" :class="['ln', 'm-' + l.look]">
        <td class="tn">{{l.day}}</td><td><b>{{l.reference}}</b><em v-if="l.kind">{{l.kind}}</em></td>
        <td class="r tn">{{l.theirs}}</td>
        <td class="gut"><span class="mt"><span class="sign" aria-hidden="true">{{l.sign}}</span>{{l.word}}</span><small v-if="l.difference" class="tn">{{l.difference}}</small></td>
        <td class="r tn">{{l.ours}}</td>
        <td class="side-b"><button v-if="l.document" type="button" class="lnk" @click="$emit('open', {id: l.document})">{{l.names}}</button><span v-else-if="l.names" class="lnk-not">{{l.names}}</span><em v-if="l.our_kind">{{l.our_kind}}</em>
          <small v-if="l.reason">{{l.reason}}</small></td>
      </tr>
    </tbody></table>`,
  props: { label: String, parts: Array },
};
